// Prints the JSON Schema of the policy file, with which editors complete and check it.
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { policySchema } from './core/policy/evaluate.ts'

/** Draft 7 has the best support in the YAML servers of editors. */
export function policyJsonSchema(): object {
  const schema = policySchema({ edition: 'cloud', approvers: [] })
  return { title: 'Policy of /dremio-pat', ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
}
