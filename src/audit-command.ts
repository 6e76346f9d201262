// `audit show`: the story of one request or token, for people who run the bot; it asks nothing but Redis.
import { type Config, ConfigError, readConfig } from './config.ts'
import { outcomeOf, type Story } from './core/audit-story.ts'
import { isBotError } from './core/errors.ts'
import { findStory } from './procedures/records/find-story.ts'
import { connectRedis } from './redis/redis.ts'
import { storyText } from './slack/views/administration/story-text.ts'
import { english } from './words/words.ts'

const USAGE = 'Use: node dist/main.js audit show ID [--format text|json]'
const formats = ['text', 'json'] as const
type Format = (typeof formats)[number]

/** Exit code 1 if there is nothing to show. */
export async function runAudit(env: Record<string, string | undefined>, words: string[]): Promise<number> {
  const [verb, ...rest] = words
  const asked = verb === 'show' ? readShow(rest) : undefined
  if (!asked) return leave(USAGE)
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return leave(`These settings need attention:\n${error.problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
  return show(config, asked)
}

function readShow(words: readonly string[]): { id: string; format: Format } | undefined {
  const ids: string[] = []
  let named: string | undefined = 'text'
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--format') {
      named = words[at + 1]
      at += 1
    } else if (word.startsWith('--format=')) named = word.slice('--format='.length)
    else ids.push(word)
  }
  const format = formats.find((one) => one === named)
  const [id, another] = ids
  return id === undefined || id.startsWith('--') || another !== undefined || !format ? undefined : { id, format }
}

async function show({ redis: settings }: Config, { id, format }: { id: string; format: Format }): Promise<number> {
  const troubles: string[] = []
  const now = Date.now()
  const redis = connectRedis({
    ...settings,
    url: settings.url.reveal(),
    clock: { now: () => Date.now() },
    onTrouble: (message) => troubles.push(message),
    // Whoever only looks writes nothing.
    onRefusedRecord: async () => {},
  })
  try {
    const found = await findStory(redis, id)
    switch (found.found) {
      case 'story':
        process.stdout.write(
          format === 'json'
            ? `${JSON.stringify(asDocument(found.story, now), undefined, 2)}\n`
            : storyText(english, found.story, { now, names: new Map() }),
        )
        return 0
      case 'several': {
        const choices = found.choices.map((one) => `  ${one.id}  ${one.owner}  ${one.label}`)
        return leave(['Several IDs begin like that:', ...choices].join('\n'))
      }
      case 'none':
        return leave(`There is no request or token with the ID ${found.id} in the audit.`)
      case 'no id':
        return leave(
          'That is not an ID: a request has eight letters and digits, a token a UUID, of which eight characters are enough.',
        )
    }
  } catch (error) {
    if (!isBotError(error, 'redis_unavailable', 'redis_unusable')) throw error
    return leave([...troubles, 'node dist/main.js doctor says what is wrong.'].join('\n'))
  } finally {
    await redis.close()
  }
}

/** Moments as text, because people read it too. */
function asDocument(story: Story, now: number) {
  const { entries, kept, ...about } = story
  const outcome = outcomeOf(story, now)
  return {
    ...about,
    ...(outcome && { now: outcome.is === 'request' ? outcome.state : outcome.is }),
    ...(kept && { record: kept }),
    entries: entries.map(({ at, entry }) => ({ at: new Date(at).toISOString(), ...entry })),
  }
}

function leave(message: string): number {
  process.stderr.write(`${message}\n`)
  return 1
}
