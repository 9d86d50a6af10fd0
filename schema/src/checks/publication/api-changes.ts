import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** One difference between the schema that portals see now and the one they would see. */
export interface ApiChange {
  /** As graphql-inspector names it: `FIELD_REMOVED`. */
  readonly kind: string;
  /** `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`. */
  readonly path: string;
  readonly text: string;
  readonly severity: 'breaking' | 'dangerous' | 'harmless';
}

/** What a release would change for portals. */
export async function apiChanges(beforeSdl: string, afterSdl: string): Promise<readonly ApiChange[]> {
  const changes = await diff(buildSchema(beforeSdl), buildSchema(afterSdl));
  return changes.map((change: Change) => ({
    kind: String(change.type),
    path: change.path ?? '',
    text: change.message,
    severity: severityOf(change.criticality.level),
  }));
}

function severityOf(level: CriticalityLevel): ApiChange['severity'] {
  switch (level) {
    case CriticalityLevel.Breaking:
      return 'breaking';
    case CriticalityLevel.Dangerous:
      return 'dangerous';
    case CriticalityLevel.NonBreaking:
      return 'harmless';
  }
}
