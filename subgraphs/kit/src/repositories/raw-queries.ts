import type { Sql } from '@prisma/client/runtime/client';

/** What statements written by hand need of a Prisma client; every generated client has it. */
export interface RawQueries {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Sql, ...values: unknown[]): PromiseLike<T>;
}
