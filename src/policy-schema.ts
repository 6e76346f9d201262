// Prints the JSON Schema of the policy file, by which editors complete and check it.
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { policySchema } from './core/policy/evaluate.ts'

/** Draft 7 is what the YAML servers of editors know best. */
export function policyJsonSchema(): object {
  const schema = policySchema({ edition: 'cloud', approvers: [] })
  return { title: 'Policy of /dremio-pat', ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
}
