// Tells a bot admin what another policy file would decide otherwise, and sends them a file if that is long.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import { amountOf, LONGEST_PREVIEW, type PolicyPreview } from '../../core/policy/preview-policy.ts'
import type { Ports } from '../../core/ports.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { previewPolicy } from '../../procedures/policy/preview-policy.ts'

export interface PreviewedFile {
  preview: PolicyPreview
  /** Whether all of it was sent as a file; undefined if it is short. */
  file?: 'sent' | 'not sent'
}

/**
 * `text` is the content of the file; it is not stored. Changes nothing. Throws `policy_file_wrong`,
 * `not_an_administrator`, `redis_unavailable` and what `admit` throws.
 */
export async function previewPolicyFile(ports: Ports, actor: Actor, text: string): Promise<PreviewedFile> {
  const { id } = await admitBotAdmin(ports, actor)
  const read = ports.readPolicy(text)
  if ('problems' in read) throw new BotError('policy_file_wrong', { problems: read.problems })
  const preview = await previewPolicy(ports, read.policy)
  if (amountOf(preview) <= LONGEST_PREVIEW) return { preview }
  try {
    await ports.messenger.sendPolicyPreview(id, preview)
    return { preview, file: 'sent' }
  } catch (error) {
    // The outcome is on the screen all the same.
    if (!isBotError(error, 'slack_scope_missing', 'slack_unavailable')) throw error
    ports.messenger.lost(error, 'send the file of a policy preview')
    return { preview, file: 'not sent' }
  }
}

async function admitBotAdmin(ports: Ports, actor: Actor) {
  const person = await admitAdministrator(ports, actor)
  await enforceRateLimit(ports, person, 'look')
  return person
}
