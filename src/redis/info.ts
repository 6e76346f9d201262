// Parses the answer to INFO.

/** Returns the fields of INFO by name. Managed services leave some out. */
export function fieldsOf(info: string): Partial<Record<string, string>> {
  const fields = [...info.matchAll(/^(\w+):(.*)$/gm)].map(([, name, value]) => [name, value?.trimEnd()])
  return Object.fromEntries(fields)
}
