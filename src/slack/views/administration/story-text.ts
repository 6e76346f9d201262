// The story of one request or token as text: facts first, then what happened, line by line; for a file or a terminal.
import { isAuditAction, type WrittenEntry } from '../../../core/audit.ts'
import { commentOn, hasBeginning, outcomeOf, type Story } from '../../../core/audit-story.ts'
import { cleanText } from '../../../core/clean-text.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { auditLine, type Format, plainly } from '../audit-line.ts'

export interface StoryParts {
  title: string
  ids: string
  facts: readonly string[]
  /** As the person wrote it; undefined if there was none, or it is no longer kept. */
  reason: string | undefined
  /** Says so if there is no reason to show. */
  withoutReason: string | undefined
  lines: readonly string[]
  /** Said if the audit does not have the beginning. */
  missing: string | undefined
}

/** How the reader sees texts and people. */
export interface StoryReader {
  format: Format
  /** A person (Slack id). */
  person(id: string): string
  /** Milliseconds since epoch. */
  now: number
}

export function storyParts(words: Words, story: Story, reader: StoryReader): StoryParts {
  const { stories } = words
  const { format, person } = reader
  const { request, kept, tokens, owner, label, entries } = story
  const reason = kept?.reason || undefined
  const isOurs = request !== undefined
  return {
    title: stories.title({ owner: person(owner), label: format.label(label) }),
    ids: stories.ids({ ...(isOurs && { request }), tokens: tokens.map(({ tid }) => shortId(tid)) }),
    facts: factsOf(words, story, reader),
    reason,
    withoutReason: isOurs && reason === undefined ? (kept ? stories.noReason : stories.reasonGone) : undefined,
    lines: entries.map((written) => lineOf(words, story, written, reader)),
    missing: missingOf(words, story, format),
  }
}

/** The whole of it, with people's names by Slack id. */
export function storyText(
  words: Words,
  story: Story,
  { now, names }: { now: number; names: ReadonlyMap<string, string> },
): string {
  const person = (id: string) => {
    const name = names.get(id)
    return name === undefined ? id : `${plainly.text(name)} (${id})`
  }
  const { title, ids, facts, reason, withoutReason, missing, lines } = storyParts(words, story, {
    ...{ format: plainly, person, now },
  })
  const indented = reason && cleanText(reason).replace(/^/gm, '  ')
  const said = indented && words.stories.reasonGiven({ reason: indented })
  const all = [title, ids, ...facts, said, withoutReason, '', missing, ...lines]
  return all.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join('')
}

function missingOf({ stories }: Words, story: Story, format: Format): string | undefined {
  const [oldest] = story.entries
  if (!oldest) return stories.nothing
  return hasBeginning(story) ? undefined : stories.nothingBefore({ at: format.moment(oldest.at) })
}

function factsOf({ stories }: Words, story: Story, { format, now }: StoryReader): string[] {
  const { kept, entries } = story
  const asked = kept?.asked ?? entries.find(({ entry }) => entry.action === 'request.created')?.entry.lifetime
  const { rule, policyVersion: version } = ruleOf(story)
  const outcome = outcomeOf(story, now)
  return [
    ...(asked === undefined ? [] : [stories.asked({ lifetime: asked })]),
    ...(rule === undefined || version === undefined ? [] : [stories.rule({ rule: format.text(rule), version })]),
    ...(outcome?.is === 'working' ? [stories.working({ until: format.moment(outcome.at) })] : []),
    ...(outcome?.is === 'expired' ? [stories.expired({ at: format.moment(outcome.at) })] : []),
    ...(outcome?.is === 'revoked' ? [stories.revoked] : []),
    ...(outcome?.is === 'request' ? [stories.request({ state: outcome.state })] : []),
  ]
}

/** The rule that holds, or held last. */
function ruleOf({ kept, entries }: Story): { rule?: string | undefined; policyVersion?: string | undefined } {
  return kept ?? entries.findLast(({ entry }) => entry.rule !== undefined)?.entry ?? {}
}

function lineOf(words: Words, story: Story, { entry, at }: WrittenEntry, { format, person }: StoryReader): string {
  const { stories } = words
  const when = format.moment(at)
  if (!isAuditAction(entry.action)) {
    const by = entry.by === 'bot' ? stories.theBot : person(entry.by)
    return stories.line({ when, what: stories.unknownAction({ action: format.text(String(entry.action)), by }) })
  }
  const { request: _, tid, rule, ...rest } = entry
  const comment = story.kept && commentOn({ entry, at }, story.kept)
  // What stands above all lines is not said again in each.
  const told = {
    ...rest,
    ...(story.tokens.length > 1 && tid !== undefined && { tid }),
    ...(rule !== undefined && rule !== ruleOf(story).rule && { rule }),
  }
  return stories.line({ when, what: auditLine(words, told, { person, comment }, format) })
}
