// A bot admin who approves and has three hundred tokens: Home stays within a hundred blocks, and every row can be reached.
import { expect, type TestContext, test } from 'vitest'
import { requestSchema } from '../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { buttons } from '../../src/slack/action-catalog.ts'
import { aRequest } from '../slack/records.ts'
import { ana, bea, carl, startWorld, uids, type World } from '../world/world.ts'
import { homesFollow, opensHome, publications } from './home-story.ts'

const TOKENS = 300
const OTHERS = 60

/** Bea approves, administers, and has all of that. */
async function crowded(context: TestContext): Promise<World> {
  const world = await startWorld({
    ...{ method: 'token', dremio: { edition: 'software', version: '26' }, administrator: true },
    env: { ADMINS: 'UBEA' },
    slack: { people: [ana, bea, carl] },
  })
  context.onTestFinished(() => world.close())
  const { redis, clock, dremio } = world
  await world.bea.types('/dremio-pat link')
  await world.bea.waitsFor('You’re linked to the Dremio user')
  const store = connectRedis({ url: redis.url, prefix: redis.prefix, clock, onTrouble() {} })
  context.onTestFinished(() => store.close())
  const now = clock.now()
  for (let index = 0; index < TOKENS; index += 1)
    dremio.mint(uids.bea, { label: `job ${index}`, lifetime: 30 * DAY + index * 1_000 })
  for (let index = 0; index < OTHERS; index += 1) {
    const number = String(2_000 + index)
    const times = { requestedAt: now - HOUR + index, lapsesAt: now + 3 * DAY }
    const role = { UBEA: { entries: ['user:UBEA'] } }
    const all = [
      { id: `aaaa${number}`, label: `own ${index}`, requester: 'UBEA', approvers: ['UCARL'], reviewerRoles: {} },
      { id: `bbbb${number}`, label: `review ${index}`, reviewerRoles: role },
      {
        ...{ id: `cccc${number}`, label: `decided ${index}`, state: 'denied', reviewerRoles: role },
        review: { by: 'UBEA', verdict: 'denied', at: now - HOUR, comment: 'No.' },
      },
    ] as const
    for (const change of all)
      await store.requests.create(requestSchema.parse(aRequest({ ...change, ...times } as never)))
    await store.tokens.add({
      ...{ tid: `${String(20_000_000 + index)}-1111-4111-8111-111111111111`, uid: uids.ana, owner: 'UANA', version: 1 },
      ...{ label: `left ${index}`, createdAt: now - DAY, expiresAt: now + 9 * DAY, state: 'retiring' },
      ...{
        delivery: 'confirmed',
        outstandingSince: now - HOUR,
        retiringSince: now - DAY,
        endedFor: 'cut',
        replacedBy: uids.root,
      },
    } as never)
  }
  return world
}

/** Every row of that list, page by page, as Next leads to them. */
async function walks(world: World, list: string, row: RegExp): Promise<Set<string>> {
  const { bea } = world
  const rows = new Set<string>()
  for (let pages = 0; pages < 100; pages += 1) {
    for (const [found] of (bea.home ?? '').matchAll(row)) rows.add(found)
    const view = publications(world, 'UBEA').at(-1)?.args.view as { blocks: readonly Block[] }
    expect(view.blocks.length).toBeLessThanOrEqual(100)
    const next = view.blocks
      .flatMap(({ elements = [] }) => elements)
      .find(({ action_id, value }) => action_id === buttons.nextHomePage.id && value?.startsWith(`${list} `))
    if (!next) return rows
    const before = bea.home
    // Several lists have such a button, so it is pressed by what it holds.
    const action = { type: 'button', action_id: next.action_id, value: next.value, block_id: 'next' }
    const home = { id: 'VHOME', type: 'home', blocks: [], hash: '1.a' }
    await world.slack.dispatch.blockAction('UBEA', { container: { type: 'view' }, view: home, actions: [action] })
    await bea.waitsFor((person) => person.home !== before)
    // So many clicks would otherwise be too many.
    world.clock.pass(3_000)
  }
  throw new Error('There is no end of pages')
}

interface Block {
  elements?: readonly { action_id?: string; value?: string }[]
}

test('every token, request, review, decision and token to clean up can be reached', async (context) => {
  const world = await crowded(context)
  const { bea } = world
  await opensHome(bea)
  await bea.waitsFor(({ home }) => home?.includes('of 300'))
  expect((await walks(world, 'reviews', /review \d+/g)).size).toBe(OTHERS)
  expect((await walks(world, 'requests', /own \d+/g)).size).toBe(OTHERS)
  expect((await walks(world, 'decisions', /decided \d+/g)).size).toBe(OTHERS)
  expect((await walks(world, 'outstanding', /left \d+/g)).size).toBe(OTHERS)
  expect((await walks(world, 'tokens', /job \d+/g)).size).toBe(TOKENS)
  // The last pages stay through what others do.
  await homesFollow(world)
  expect(bea.home).toContain('291–300 of 300')
}, 120_000)
