import { badUserInput, isAddressId, type Clock } from '@modellregion/subgraph-kit';
import type { ResidentLookupInput } from '../generated/graphql.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { LookupHitRecord, NoInformationRecord, ResidentRecord } from '../records.js';
import { notBlockedSql } from '../visibility.js';

/** Information from the register about one identified person (BMG §§ 34, 38, 44). */
export interface RegisterLookup {
  /**
   * A hit if exactly one person fits who is not blocked; otherwise the neutral answer, one object for all
   * reasons, found by one statement in every case.
   *
   * @throws ClientError `BAD_USER_INPUT` if the input is not complete
   */
  find(input: ResidentLookupInput): Promise<LookupHitRecord | NoInformationRecord>;
}

const NO_INFORMATION: NoInformationRecord = Object.freeze({ kind: 'NO_INFORMATION' });

export function registerLookup(db: PrismaClient, clock: Clock): RegisterLookup {
  return {
    find: async (input) => {
      requireComplete(input);
      const found = await db.$queryRaw<{ id: string }[]>(lookupSql(input, clock.now()));
      const [only] = found;
      const resident: ResidentRecord | null =
        only === undefined || found.length > 1
          ? null
          : await db.resident.findUnique({ where: { id: only.id } });
      return resident === null ? NO_INFORMATION : { kind: 'HIT', resident };
    },
  };
}

function requireComplete(input: ResidentLookupInput): void {
  for (const argument of ['familyName', 'givenNames'] as const) {
    if (!hasLength(input[argument], 1, 100)) throw badUserInput({ argument, format: 'PERSON_NAME' });
  }
  if (!hasLength(input.declaredPurpose, 3, 200)) {
    throw badUserInput({ argument: 'declaredPurpose', format: 'DECLARED_PURPOSE' });
  }
  if (!input.noAdvertising) throw badUserInput({ argument: 'noAdvertising', format: 'NO_ADVERTISING' });
  if (input.addressId != null && !isAddressId(input.addressId)) {
    throw badUserInput({ argument: 'addressId', format: 'ADDRESS_ID' });
  }
}

/** PostgreSQL stores no NUL, and would fail the request instead of finding nobody. */
function hasLength(text: string, min: number, max: number): boolean {
  const { length } = text.trim();
  return length >= min && length <= max && !text.includes('\0');
}

/** Two rows are enough to know that the person is not identified. */
function lookupSql(input: ResidentLookupInput, now: Date): Prisma.Sql {
  const born =
    input.dateOfBirth == null ? Prisma.empty : Prisma.sql`AND birth_date = ${input.dateOfBirth}::date`;
  const lives =
    input.addressId == null
      ? Prisma.empty
      : Prisma.sql`AND EXISTS (
          SELECT 1 FROM residence WHERE resident_id = resident.id AND address_id = ${input.addressId})`;
  return Prisma.sql`
    SELECT id FROM resident
     WHERE (family_name_folded = fold_text(${input.familyName}) OR birth_name_folded = fold_text(${input.familyName}))
       AND fold_text(${input.givenNames}) IN (fold_text(given_names), fold_text(split_part(given_names, ' ', 1)))
       AND ${notBlockedSql(now)} ${born} ${lives}
     LIMIT 2`;
}
