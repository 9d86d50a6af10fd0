import type { ASTNode } from 'graphql';

/** Line and column of what a node names; the start of the file for no node. */
export function placeOf(node: ASTNode | undefined): { readonly line: number; readonly column: number } {
  const at = node?.loc?.startToken;
  // A described node starts at its description; the name below it is what a finding is about.
  const named =
    node !== undefined && 'name' in node && typeof node.name === 'object' ? node.name.loc?.startToken : at;
  const { line, column } = named ?? at ?? { line: 1, column: 1 };
  return { line, column };
}
