/** How many of a list are given: at least one, at most as many as stands in its description. */
export function clamp(first: number, most = 100): number {
  return Math.min(Math.max(Math.trunc(first), 1), most);
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
