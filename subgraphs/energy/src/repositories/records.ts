import type {
  BuildingUsage,
  EnergyDirection,
  EnergyMedium,
  EnergyUnit,
  GenerationTechnology,
  MeterKind,
  OutageKind,
  ReadingStatus,
  Resolution,
  UnitState,
} from '../generated/graphql.js';

// What the repositories return. The check constraints of the migrations promise the literal types.

/** An entity of another subgraph by its key. */
export interface ById {
  readonly id: string;
}

/** A municipality by its key. */
export interface ByAgs {
  readonly ags: string;
}

/** What comes from a data set. */
interface Sourced {
  readonly sourceId: string;
}

export interface MarketLocationRecord extends Sourced {
  readonly maloId: string;
  readonly medium: EnergyMedium;
  readonly direction: EnergyDirection;
  readonly addressId: string | null;
  readonly customerResidentId: string | null;
  readonly customerBusinessId: string | null;
  readonly chargingStationId: string | null;
  readonly tariffId: string | null;
}

export interface TariffRecord extends ById, Sourced {
  readonly name: string;
  readonly medium: EnergyMedium;
  readonly basePriceCentsPerYear: number;
  readonly unitPriceCents: number;
  readonly unit: EnergyUnit;
  readonly renewableShare: number | null;
  readonly validFrom: Date;
  readonly supplierId: string | null;
}

export interface MeteringPointRecord extends Sourced {
  readonly meloId: string;
  /** Stands for the MeLo-ID in the tables of values. */
  readonly number: number;
  readonly maloId: string;
  readonly meterNumber: string | null;
  readonly meterKind: MeterKind;
  readonly smart: boolean;
  readonly unit: EnergyUnit;
  readonly obis: string;
  readonly lastReadAt: Date | null;
  /** Thousandths of the unit. */
  readonly lastRegister: bigint | null;
  readonly lastStatus: ReadingStatus | null;
}

export interface SeriesRecord {
  readonly unit: EnergyUnit;
  readonly total: number | null;
  readonly complete: boolean;
  readonly finestResolution: Resolution;
  readonly points: readonly PointRecord[];
}

export interface PointRecord {
  readonly from: Date;
  readonly to: Date;
  readonly value: number | null;
  readonly complete: boolean;
  readonly status: ReadingStatus | null;
}

export interface GenerationUnitRecord extends Sourced {
  readonly mastrNumber: string;
  readonly technology: GenerationTechnology;
  readonly grossPowerKw: number;
  readonly netPowerKw: number | null;
  readonly ags: string;
  /** Null for every unit up to 30 kW, by a check of the table. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly addressId: string | null;
  readonly commissionedOn: Date | null;
  readonly registeredOn: Date | null;
  readonly state: UnitState;
  readonly operatorResidentId: string | null;
  readonly operatorBusinessId: string | null;
  readonly feedInMaloId: string | null;
  readonly applicationId: string | null;
  readonly buildingId: string | null;
}

/** Who runs a unit, by key; the type name tells the members of the union apart. */
export interface UnitOperatorReference extends ById {
  readonly __typename: 'Resident' | 'Business';
}

export interface InstalledPowerRecord extends ByAgs, Sourced {
  readonly technology: GenerationTechnology;
  readonly kw: number;
  readonly asOf: Date;
}

export interface PublicBuildingRecord extends ById, ByAgs, Sourced {
  readonly name: string;
  readonly usage: BuildingUsage;
  readonly addressId: string | null;
  readonly floorAreaM2: number;
}

export interface BuildingConsumptionRecord {
  readonly buildingId: string;
  readonly medium: EnergyMedium;
  readonly kwh: number;
  readonly co2Kg: number | null;
}

export interface OutageRecord extends ById, ByAgs, Sourced {
  readonly medium: EnergyMedium;
  readonly kind: OutageKind;
  readonly startsAt: Date;
  readonly expectedEnd: Date | null;
  readonly affectedCustomers: number | null;
}

export interface HeatNetworkRecord extends ById, ByAgs, Sourced {
  readonly name: string;
  readonly operatorId: string | null;
  readonly renewableShare: number | null;
}
