/** What an owner can allow a partner to do with a field or type of theirs. */
export const GRANTED_ACTS = [
  /** Answer the field in the owner's place (`@override`). */
  'OVERRIDE',
  /** Add a field, answer one beside the owner, or define the type too. */
  'CONTRIBUTE',
  /** Be sent the field's value by the gateway (`@requires`, `@fromContext`, another `@key`). */
  'REQUIRE',
  /** Offer a mutation that changes it. */
  'MUTATE',
  /** Put a directive or an interface on it. */
  'MARK',
] as const;

export type GrantedAct = (typeof GRANTED_ACTS)[number];
