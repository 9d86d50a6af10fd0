/**
 * Why the registry refuses something, each with what to do about it. Codes are stable: scripts may read them. What the
 * checks of a publication refuse has codes of the checks.
 */
export const REFUSALS = {
  // What was sent.
  TOO_LARGE: 'Make it smaller; an SDL of this size would also slow every gateway down.',
  MALFORMED: 'Send what "modellregion" signs; its version must fit that of the registry.',
  UNKNOWN_KEY:
    'Sign with a key of the member that is valid now, or let the steward add yours: "modellregion member key add".',
  BAD_SIGNATURE: 'Sign it again with the key file of this member; what arrived is not what was signed.',
  WRONG_REGION:
    'Sign for the region of this registry, or name the registry of the other one with --registry.',
  STALE: 'Sign it again; if that does not help, set the clock of the machine that signs.',
  REPLAYED: 'Nothing is left to do if it was yours; to do the same once more, sign it anew.',
  // Who may.
  NOT_STEWARD: 'Ask the steward of the region, who alone may do this.',
  NOT_OPERATOR: 'Ask the steward for the role "operator", without which nothing is published.',
  NOT_GATEWAY: 'Ask the steward for the role "gateway", without which nothing is reported.',
  NOT_YOURS: 'Let the member do it whose it is, or the steward.',
  NOT_YOUR_SUBGRAPH: 'Choose another name for your subgraph, or let the member publish it whose it is.',
  OPERATOR_MISMATCH: 'Write your own ags or districtKey into the entry: a member publishes for itself.',
  NOT_YOUR_TYPE: 'Ask the owner of the type for the grant: only the owner can give it.',
  // What there is.
  UNKNOWN_MEMBER: 'Look the name up with "modellregion member list", or let the steward admit the member.',
  NO_SUCH_KEY: 'Look its name up with "modellregion member list".',
  UNKNOWN_SUBGRAPH: 'Look the name up with "modellregion subgraph status".',
  UNKNOWN_RELEASE: 'Look the number up with "modellregion release list".',
  UNKNOWN_GRANT: 'Look the grant up with "modellregion grant list".',
  UNKNOWN_VARIANT: 'Ask for one of the variants of the release, or for "full".',
  NO_RELEASE: 'Wait for the first publication: this region has no release yet.',
  MEMBER_EXISTS: 'Choose another short name, or change the member that has it.',
  KEY_EXISTS: 'Make a new key with "modellregion member key create": a key belongs to one member, once.',
  KEY_RETIRED: 'Nothing is left to do: this key has ended already.',
  LAST_KEY: 'Add another key first: without one the member could never sign again.',
  LAST_STEWARD: 'Make another member steward first: a region without one could never be changed.',
  GRANT_EXISTS: 'Nothing is left to do; to change when it ends, revoke it and give it anew.',
  GRANT_ENDED: 'Nothing is left to do: this grant has ended already.',
  GRANT_EXPIRED: 'Give it until an instant that is to come, or leave --until out.',
  INVALID_ENTRY: 'Correct the registry file at the place that is named.',
  LAST_SUBGRAPH: 'Publish another subgraph first: a supergraph without any has nothing to serve.',
  // What is going on.
  FROZEN:
    'Wait until the steward has ended it with "modellregion release unfreeze"; the steward can roll back and force a withdrawal meanwhile.',
  ALREADY_FROZEN: 'Nothing is left to do.',
  NOT_FROZEN: 'Nothing is left to do.',
  ALREADY_SERVED: 'Name an earlier release: this one is the newest.',
  ADDRESS_NOT_ALLOWED:
    'Go back to another release, or allow the host again with MODELLREGION_RELEASE_HOSTS, here and at every gateway.',
  BUSY: 'Try again in a minute: other publications are being checked.',
  CHANGED_MEANWHILE: 'Try again: others changed the region while this was checked.',
  WRONG_ACTION:
    'Send the statement where its action belongs: "read" reads usage, everything else is submitted.',
  IN_THE_FUTURE: 'Set the clock of the gateway.',
  TOO_OLD: 'Send usage within a week; older batches are not counted any more.',
  SEQUENCE_IMPLAUSIBLE: 'Look which registry the gateway follows: this one is far from such a release.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** An act that is refused; nothing has changed then. */
export class RefusedAct extends Error {
  override readonly name = 'RefusedAct';
  readonly code: RefusalCode;
  readonly remedy: string;

  /** @param reason one sentence that names what it is about */
  constructor(code: RefusalCode, reason: string) {
    super(reason);
    this.code = code;
    this.remedy = REFUSALS[code];
  }
}
