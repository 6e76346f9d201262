// Slack is asked once for each command, click and form who its actor is, and once about each other person whom it involves.

import { expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { buttons, forms, menus } from '../../src/slack/action-catalog.ts'
import { subcommands } from '../../src/slack/subcommands/list.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World } from '../world/world.ts'
import { claimed, requestOn } from './story.ts'

type Act = (world: World, ids: { tid: string; request: string }) => Promise<unknown>

/** Who does it; what; and about whom else Slack is asked, if it is. */
const acts: [who: string, act: Act, ...others: string[]][] = []
const types = (who: 'ana' | 'bea' | 'carl', words: string, ...others: string[]) =>
  acts.push([who, (world) => world[who].types(`/dremio-pat ${words}`), ...others])
const presses = (who: 'ana' | 'bea' | 'carl', id: string, of: 'tid' | 'request' | string, ...others: string[]) =>
  acts.push([
    who,
    ({ slack }, ids) =>
      slack.dispatch.blockAction(`U${who.toUpperCase()}`, {
        actions: [{ type: 'button', action_id: id, block_id: 'b', value: ids[of as 'tid'] ?? of }],
      }),
    ...others,
  ])
let sent = 0
const sends = (
  who: 'ana' | 'bea' | 'carl',
  id: string,
  meta: (ids: { tid: string; request: string }) => unknown,
  ...others: string[]
) =>
  acts.push([
    who,
    ({ slack }, ids) => {
      const told = meta(ids)
      sent += 1
      return slack.dispatch.viewSubmission(`U${who.toUpperCase()}`, {
        view: {
          ...{ id: `V${sent}`, hash: 'h', callback_id: id, state: { values: {} } },
          private_metadata: typeof told === 'string' ? told : JSON.stringify(told),
        },
      })
    },
    ...others,
  ])

const ask = { label: 'another', lifetime: 7 * DAY, reason: 'Dashboards' }
const approvers = ['UBEA', 'UCARL']
const actions = [...Object.values(buttons), ...Object.values(menus)]

for (const words of [
  '',
  'list',
  'requests',
  'whoami',
  'link',
  'help',
  'gimme',
  'reminders',
  'connect',
  'connect tableau',
])
  types('ana', words)
for (const words of ['revoke tableau', 'revoke all', 'leaked', 'unlink', 'link', 'why fortnight']) types('ana', words)
types('ana', 'create', ...approvers)
types('ana', 'why 90d', ...approvers)
types('ana', 'rotate tableau', ...approvers)
types('ana', 'delegate')
types('bea', 'delegate')
types('bea', 'delegate @ana', 'UANA')
types('bea', 'delegate off')
types('carl', 'admin help')
types('carl', 'admin list @ana', 'UANA')
types('carl', 'admin outstanding')
types('carl', 'admin outstnading')
types('carl', 'admin policy')
types('carl', `admin link @ana ${uids.ana}`, 'UANA')
types('carl', 'admin unlink @ana')
types('carl', 'admin revoke @ana', 'UANA')

presses('ana', 'request-card.again', 'request', ...approvers)
for (const id of ['request-card.cancel', 'request-list.cancel']) presses('ana', id, 'request')
presses('bea', 'review-card.approve', 'request', 'UCARL')
presses('bea', 'review-card.deny', 'request', 'UCARL')
presses('bea', 'review-card.review', 'request', 'UCARL')
for (const { id } of actions) {
  if (/^(request-card\.(again|cancel)|request-list\.cancel|review-card|secret\.hide)/.test(id)) continue
  // Those that ask for a token name who would decide; the others involve nobody else.
  presses('ana', id, 'tid', ...approvers)
}

sends('ana', 'request-form', () => ask, ...approvers)
sends('ana', 'request-form', ({ tid }) => ({ ...ask, replaces: tid }), ...approvers)
sends('bea', 'review-form', ({ request }) => ({ request, verdict: 'approved', lifetime: DAY }), 'UCARL')
sends('bea', 'delegate-form', () => ({ approver: 'UBEA', delegate: 'UANA' }), 'UANA')
sends('ana', 'reminder-settings', () => ({ on: false, before: [DAY], at: 540 }))
sends('ana', 'snooze-form', ({ tid }) => ({ tid, length: DAY }))
sends('ana', 'let-go-form', ({ tid }) => tid)
sends('ana', 'leaked-form', () => '')
sends('carl', 'leaked-form.confirmed', ({ tid }) => tid)
sends('carl', 'revoke-form', ({ tid }) => `${tid} UANA`)
sends('ana', 'leaked-form.confirmed', ({ tid }) => tid)
sends('ana', 'give-back-form', ({ tid }) => tid)
sends('ana', 'leaked-message', ({ tid }) => ({ tids: [tid], message: {} }))
sends('ana', 'revoke-form', () => 'all')
sends('ana', 'give-back-form', ({ tid }) => tid)
sends('ana', 'leaked-message', ({ tid }) => ({ tids: [tid], message: {} }))
sends('carl', 'end-form', () => 'UANA', 'UANA')

/** What people say is in the log by its name; what is not there was not tried. */
const names = [
  ...subcommands.map(({ word }) => word || 'menu'),
  ...actions.map(({ id }) => id),
  ...Object.values(forms).map(({ id }) => id),
]
/** Takes a message away and asks nobody anything; checked before it is taken in. */
const asksNobody = ['secret.hide', 'leaked-form', 'policy-preview-form']

test('whoever types, presses or sends', { timeout: 120_000 }, async (context) => {
  const world = await startWorld({ administrator: true, env: { ADMINS: 'UCARL' }, dremio: { edition: 'software' } })
  context.onTestFinished(() => world.close())
  const { slack, clock, dremio, logs } = world
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
  const tid = dremio.tokensOf(uids.ana)[0]?.tid ?? ''
  const request = requestOn(world.ana, 'How do I connect?')
  await slack.quiet()
  const wrong: string[] = []
  for (const [who, act, ...others] of acts) {
    clock.pass(2 * MINUTE)
    const [from, log] = [slack.requests.length, logs.length]
    await act(world, { tid, request })
    await slack.quiet(20)
    const asked = slack.requests
      .slice(from)
      .flatMap(({ method, args }) => (method === 'users.info' ? [String(args.user)] : []))
    const actor = `U${who.toUpperCase()}`
    const what =
      logs
        .slice(log)
        .join('')
        .match(/"name":"([^"]+)"/)?.[1] ?? '?'
    const isFine =
      asked.length === new Set(asked).size &&
      asked.every((id) => id === actor || others.includes(id)) &&
      (asked.includes(actor) || asksNobody.includes(what) || what === '?')
    if (!isFine) wrong.push(`${who} ${what}: ${asked.join(' ')}`)
    for (const person of [world.ana, world.bea, world.carl]) person.reload()
  }
  expect(wrong).toEqual([])
  const tried = new Set(
    logs
      .join('')
      .match(/"name":"[^"]+"/g)
      ?.map((found) => found.slice(8, -1)),
  )
  expect(names.filter((name) => !tried.has(name) && !asksNobody.includes(name))).toEqual([])
})
