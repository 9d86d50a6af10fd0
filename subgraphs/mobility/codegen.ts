import type { CodegenConfig } from '@graphql-codegen/cli';

const records = './../repositories/records.js';

/** Resolver types of schema.graphql: what a resolver gets is a record of a repository, not the GraphQL type. */
const config: CodegenConfig = {
  schema: './schema.graphql',
  generates: {
    'src/generated/graphql.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        avoidOptionals: { field: true, object: false, inputValue: false, defaultValue: false },
        maybeValue: 'T | null | undefined',
        resolversNonOptionalTypename: false,
        contextType: './../context.js#MobilityContext',
        scalars: {
          ID: 'string',
          Date: { input: 'string', output: 'string | Date' },
          DateTime: { input: 'Date', output: 'Date' },
        },
        mappers: {
          Stop: `${records}#StopRecord`,
          Quay: `${records}#QuayRecord`,
          Departure: `${records}#DepartureRecord`,
          Line: `${records}#LineRecord`,
          ParkingFacility: `${records}#ParkingFacilityRecord`,
          ChargingStation: `${records}#ChargingStationRecord`,
          ChargePoint: `${records}#ChargePointRecord`,
          SharedVehicle: `${records}#SharedVehicleRecord`,
          Disruption: `${records}#DisruptionRecord`,
          VehicleRegistration: `${records}#VehicleRegistrationRecord`,
          DataSource: `${records}#DataSourceRecord`,
          Resident: `${records}#ById`,
          Business: `${records}#ById`,
          Permit: `${records}#ById`,
          ServiceApplication: `${records}#ById`,
          Municipality: `${records}#ByAgs`,
          Address: `${records}#AddressReference`,
        },
      },
    },
  },
};

// The tool reads the default export; everywhere else exports have names.
export default config;
