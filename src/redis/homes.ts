// Remembers who opened Home and which view Slack shows them, and sets the alarms that publish it again.
import { z } from 'zod'
import { HOME_KEPT, type Homes, homeLists, type PublishedHome } from '../core/home.ts'
import { MINUTE, SECOND } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { tryRead } from './records.ts'
import { scheduleHomes } from './scripts/schedule-homes.ts'
import { swapHome } from './scripts/swap-home.ts'

/**
 * Slack takes about a hundred calls of `views.publish` a minute (Tier 4:
 * https://docs.slack.dev/apis/web-api/rate-limits). The first two paces together leave forty of them to people who open
 * Home. Alarms that come due at once all the same, such as after a worker was away, wait at the third.
 */
const paces = {
  changes: 1.5 * SECOND,
  policy: 3 * SECOND,
  late: 3 * SECOND,
}
/** A change is written within two seconds after it was noted, or never: every command gives up by then. */
const WRITTEN_AFTER = 2 * SECOND
/** What bot admins see changes with every record, so it is published once a minute at most. */
const ADMINISTRATORS_AFTER = MINUTE
const AT_ONCE = 500

/** Without the hash, which stands before it, so that a script need not read JSON. */
const schema = z.object({
  policyVersion: z.string(),
  locale: z.string().optional(),
  isAdministrator: z.boolean(),
  pages: z.partialRecord(z.enum(homeLists), z.number().int().min(0)),
})

export function homesIn(connection: Connection, keys: Keys): Homes {
  const { homesOpened: opened, publishedHomes: published, homesOfAdministrators: administrators } = keys
  const since = (now: number) => Math.round(now - HOME_KEPT)

  async function schedule(
    people: readonly string[],
    pace: keyof typeof paces,
    { now, soonest, forAdministrators }: { now: number; soonest: number; forAdministrators: number | '' },
  ): Promise<number> {
    const done = await connection.run(
      scheduleHomes,
      [keys.alarms, keys.deadLetteredAlarms, opened, administrators, keys.homePaces],
      [since(now), pace, Math.round(soonest), paces[pace], forAdministrators, ...people],
    )
    return Number(done)
  }

  async function* everyKept(now: number): AsyncIterable<string> {
    // They are forgotten where all of them are walked through anyway.
    const gone = await connection.send((redis) => redis.zrangebyscore(opened, '-inf', `(${since(now)}`))
    for (const person of gone) await forget(person)
    for (let from = 0; ; from += AT_ONCE) {
      const page = await connection.send((redis) =>
        redis.zrangebyscore(opened, since(now), '+inf', 'LIMIT', from, AT_ONCE),
      )
      yield* page
      if (page.length < AT_ONCE) return
    }
  }

  async function forget(person: string): Promise<void> {
    await connection.send((redis) => redis.zrem(opened, person))
    await connection.send((redis) => redis.hdel(published, person))
    await connection.send((redis) => redis.srem(administrators, person))
  }

  function readView(person: string, text: string | null): PublishedHome | undefined {
    const [, hash = '', json = ''] = /^(\S+) ?(.*)$/s.exec(text ?? '') ?? []
    if (hash === '') return undefined
    const view = tryRead({ name: 'Home', schema }, person, json, connection.trouble)
    // Of what another version stored only the hash counts: without it, nobody could store anything in its place.
    return { hash, ...(view ?? { policyVersion: '', isAdministrator: false, pages: {} }) }
  }

  return {
    async noteOpened(person, at) {
      await connection.send((redis) => redis.zadd(opened, 'GT', Math.round(at), person))
    },

    async isKept(person, now) {
      const at = await connection.send((redis) => redis.zscore(opened, person))
      return at !== null && Number(at) >= since(now)
    },

    async noteChange(people, now) {
      await schedule([...new Set(people)], 'changes', {
        now,
        soonest: now + WRITTEN_AFTER,
        forAdministrators: Math.round(now + ADMINISTRATORS_AFTER),
      })
    },

    async notePolicy(version, now) {
      let noted = 0
      let batch: string[] = []
      const flush = async () => {
        const texts = batch.length === 0 ? [] : await connection.send((redis) => redis.hmget(published, ...batch))
        const others = batch.filter((person, at) => readView(person, texts[at] ?? null)?.policyVersion !== version)
        if (others.length > 0) noted += await schedule(others, 'policy', { now, soonest: now, forAdministrators: '' })
        batch = []
      }
      for await (const person of everyKept(now)) {
        batch.push(person)
        if (batch.length === AT_ONCE) await flush()
      }
      await flush()
      return noted
    },

    async postpone(person, now) {
      await schedule([person], 'late', { now, soonest: now + paces.late, forAdministrators: '' })
    },

    everyKept,

    async published(person) {
      return readView(person, await connection.send((redis) => redis.hget(published, person)))
    },

    async swap(person, before, after) {
      const text = (view: PublishedHome | undefined) =>
        view ? `${view.hash} ${JSON.stringify(schema.parse(view))}` : ''
      const done = await connection.run(
        swapHome,
        [published, administrators],
        [person, before?.hash ?? '', text(after), after?.isAdministrator ? '1' : ''],
      )
      return done === 1
    },

    forget,
  }
}
