// Reads the answer to INFO.

/** Its fields by name. Managed services leave some out. */
export function fieldsOf(info: string): Partial<Record<string, string>> {
  const fields = [...info.matchAll(/^(\w+):(.*)$/gm)].map(([, name, value]) => [name, value?.trimEnd()])
  return Object.fromEntries(fields)
}
