import type {
  Accessibility,
  ChargePointStatus,
  DisruptionKind,
  ParkingKind,
  PlugType,
  TransportMode,
  VehicleFormFactor,
  VehicleFuel,
  VehicleState,
} from '../generated/graphql.js';

// What the repositories return. The check constraints of the migrations promise the literal types.

/** A point on the earth in degrees, WGS 84. */
export interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** An entity of another subgraph, or one of ours by its key alone. */
export interface ById {
  readonly id: string;
}

/** A municipality by its key. */
export interface ByAgs {
  readonly ags: string;
}

/** An address by its key, with its location where the gateway fetched it from the owner. */
export interface AddressReference extends ById {
  readonly location?: Point | null;
}

/** What comes from a data set. */
interface Sourced {
  readonly sourceId: string;
}

/** What the publisher's data may come to lack. */
interface Withdrawable {
  /** The day from which it did; null while it is there. */
  readonly withdrawnOn: Date | null;
}

export interface StopRecord extends ById, Point, Sourced, Withdrawable {
  readonly eva: string | null;
  readonly name: string;
  readonly ags: string;
  readonly modes: readonly TransportMode[];
  readonly stepFree: Accessibility;
}

export interface QuayRecord extends ById {
  readonly stopId: string;
  readonly publicCode: string | null;
  readonly heightCm: number | null;
  readonly stepFree: Accessibility;
  /** Null where it is that of the stop. */
  readonly sourceId: string | null;
}

export interface LineRecord extends ById, Sourced, Withdrawable {
  readonly name: string;
  readonly mode: TransportMode;
  readonly operatorId: string | null;
}

export interface DepartureRecord {
  readonly stopId: string;
  /** Trip and service day. */
  readonly tripId: string;
  readonly lineId: string;
  readonly headsign: string;
  readonly plannedAt: Date;
  /** Null when nothing is known. */
  readonly estimatedAt: Date | null;
  readonly cancelled: boolean;
  readonly platform: string | null;
}

export interface ParkingFacilityRecord extends ById, Point, Sourced, Withdrawable {
  readonly name: string;
  readonly kind: ParkingKind;
  readonly ags: string;
  readonly capacity: number | null;
  readonly free: number | null;
  readonly observedAt: Date | null;
  readonly maxHeightM: number | null;
  readonly disabledSpaces: number | null;
  readonly hasCharging: boolean | null;
  readonly parkAndRide: boolean | null;
  readonly operatorId: string | null;
}

export interface ChargingStationRecord extends ById, Point, Sourced, Withdrawable {
  readonly operatorId: string | null;
  readonly addressId: string | null;
  readonly ags: string;
  readonly powerKw: number;
  readonly commissionedOn: Date | null;
  readonly operatorName: string | null;
  readonly addressLine: string | null;
  readonly pointCount: number | null;
  /** Empty where nobody has said. */
  readonly plugs: readonly PlugType[];
  readonly fastestPointKw: number | null;
}

export interface ChargePointRecord {
  readonly evseId: string;
  readonly stationId: string;
  readonly plugs: readonly PlugType[];
  readonly powerKw: number;
  readonly status: ChargePointStatus;
  readonly statusAt: Date | null;
}

export interface SharedVehicleRecord extends Point, Sourced {
  readonly systemId: string;
  readonly vehicleId: string;
  readonly formFactor: VehicleFormFactor;
  readonly rangeKm: number | null;
  readonly providerId: string | null;
}

export interface DisruptionRecord extends ById, Sourced {
  readonly kind: DisruptionKind;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly ags: string;
  readonly permitId: string | null;
}

export interface VehicleRegistrationRecord extends ById, Sourced {
  readonly licencePlate: string;
  readonly make: string | null;
  readonly fuel: VehicleFuel;
  readonly firstRegisteredOn: Date;
  readonly state: VehicleState;
  readonly holderResidentId: string | null;
  readonly holderBusinessId: string | null;
  readonly applicationId: string | null;
}
