// Ending tokens: one by its label, its id or a part of either, all of them, never somebody else's nor the bot's own.
import { afterEach, describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Fault } from '../world/dremio/dremio.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { bearerOf, claimed } from './story.ts'

let world: World
/** With these tokens in Ana's list, made outside the bot. */
const begin = async (labels: string[], options?: WorldOptions) => {
  world = await startWorld(options)
  const made = labels.map((label) => world.dremio.mint(uids.ana, { label }))
  return { ...world, made }
}
afterEach(() => world.close())

const labels = () => world.dremio.tokensOf(uids.ana).map(({ label }) => label)

/** Types it; the form as it reads when it is filled. */
async function opens(line: string): Promise<string> {
  const { ana } = world
  await ana.types(`/dremio-pat ${line}`)
  await ana.waitsFor((person) => person.form?.title === 'Revoke token')
  return ana.waitsFor((person) => (person.sees().includes('One moment…') ? undefined : person.sees()))
}

/** Presses *Revoke* on the open form; what is said then, in the form or in the direct messages. */
async function confirms(): Promise<string> {
  const { ana } = world
  const before = ana.messages.length
  await ana.submits('Revoke')
  return ana.waitsFor((person) => {
    if (person.messages.length > before) return person.messages.at(-1)?.text
    return person.form?.submit === 'Revoke' ? person.sees() : undefined
  })
}

/** Takes a token away at Dremio, behind the bot's back. */
async function endsAtDremio(tid: string): Promise<void> {
  const { dremio } = world
  const headers = { Authorization: `Bearer ${dremio.credential(uids.ana)}` }
  await fetch(`${dremio.url}/v0/user/${uids.ana}/token/${tid}`, { method: 'DELETE', headers })
}

describe('one token is ended', () => {
  test('by its label, after a form that says what will happen', async () => {
    const { ana, made } = await begin(['tableau', 'laptop'])
    const form = await opens('revoke tableau')
    expect(form).toContain('Revoke this token?')
    expect(form).toMatch(/tableau \([0-9a-f]{8}\) · expires in 30 days/)
    expect(form).toContain('You can’t undo this.')
    expect(form).not.toContain('laptop')
    expect(await bearerOf(world, made[0]?.secret ?? '')).toBe(uids.ana)
    expect(await confirms()).toBe('Your token *tableau* is revoked.')
    expect(labels()).toEqual(['laptop'])
    expect(await bearerOf(world, made[0]?.secret ?? '')).toBeUndefined()
    expect(ana.form).toBeUndefined()
  })

  test.each([
    { by: 'a part of its label', words: () => 'revoke tabl' },
    { by: 'its label in capitals', words: () => 'revoke TABLEAU SERVER' },
    { by: 'its label in quotes', words: () => 'revoke "Tableau server"' },
    { by: 'its id', words: (tid: string) => `revoke ${tid}` },
    { by: 'its id in capitals', words: (tid: string) => `revoke ${tid.toUpperCase()}` },
    { by: 'the beginning of its id, as the form shows it', words: (tid: string) => `revoke ${tid.slice(0, 8)}` },
  ])('by $by', async ({ words }) => {
    const { made } = await begin(['Tableau server', 'laptop'])
    await opens(words(made[0]?.tid ?? ''))
    expect(await confirms()).toContain('*Tableau server* is revoked')
    expect(labels()).toEqual(['laptop'])
  })

  test('by the button in the list', async () => {
    const { ana } = await begin(['laptop'])
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.presses('Revoke')
    await ana.waitsFor('Revoke this token?')
    expect(await confirms()).toContain('*laptop* is revoked')
    expect(labels()).toEqual([])
  })

  test('which the bot made, by its label without the mark', async () => {
    await begin(['laptop'])
    const secret = await claimed(world)
    expect(await opens('revoke tableau')).toContain('• tableau (')
    await confirms()
    expect(await bearerOf(world, secret)).toBeUndefined()
    expect(labels()).toEqual(['laptop'])
  })

  test('only if the form is sent: Cancel keeps it', async () => {
    const { ana } = await begin(['tableau'])
    await opens('revoke tableau')
    expect(ana.form?.close).toBe('Cancel')
    await ana.closes()
    await ana.quiet()
    expect(labels()).toEqual(['tableau'])
    expect(ana.messages).toHaveLength(0)
  })
})

describe('which one is meant', () => {
  test('is asked when the words match several, and only the chosen one is ended', async () => {
    const { ana } = await begin(['tableau one', 'tableau two', 'laptop'])
    const form = await opens('revoke tableau')
    expect(form).toContain('Token: [Choose a token v]')
    const offered = ana.form?.options.Token ?? []
    expect(offered).toMatchObject([/^tableau one \(/, /^tableau two \(/].map((one) => expect.stringMatching(one)))
    await ana.fills({ Token: offered[1] ?? '' })
    expect(await confirms()).toContain('*tableau two* is revoked')
    expect(labels()).toEqual(['tableau one', 'laptop'])
  })

  test('is asked also when two have the same label', async () => {
    const { ana, made } = await begin(['tableau', 'tableau'])
    await opens('revoke tableau')
    const second = ana.form?.options.Token?.find((option) => option.includes(made[1]?.tid.slice(0, 8) ?? ''))
    await ana.fills({ Token: second ?? '' })
    await confirms()
    expect(world.dremio.tokensOf(uids.ana)).toMatchObject([{ tid: made[0]?.tid }])
  })

  test('is asked also when the short id belongs to two, which are told apart by more of it', async () => {
    const { ana, bea, carl, dremio } = await begin([])
    const made = ['48099374-0', '48099374-1'].map((beginning) => dremio.mint(uids.ana, { label: 'tableau', beginning }))
    dremio.mint(uids.bea, { label: 'not hers to see', beginning: '48099374-2' })
    expect(await opens('revoke 48099374')).toContain('Token: [Choose a token v]')
    expect(ana.form?.options.Token).toEqual(['tableau (48099374-0)', 'tableau (48099374-1)'])
    await ana.closes()
    await ana.types('/dremio-pat rotate 48099374')
    const question = await ana.waitsFor('Several tokens match.')
    expect(question).toContain('tableau (48099374-0) · expires')
    expect(question).toContain('tableau (48099374-1) · expires')
    await ana.types('/dremio-pat connect 48099374')
    await ana.waitsFor(english.connect.whichToken)
    // What a choice shows can be typed.
    await opens('revoke tableau (48099374-1)')
    await confirms()
    expect(dremio.tokensOf(uids.ana)).toEqual([made[0]])
    expect([bea, carl].flatMap(({ messages }) => messages)).toEqual([])
  })

  test('is not asked when the whole label of one is a part of another’s', async () => {
    await begin(['tableau', 'tableau two'])
    expect(await opens('revoke tableau')).toContain('Revoke this token?')
    await confirms()
    expect(labels()).toEqual(['tableau two'])
  })

  test('is asked without words, and nothing is chosen beforehand', async () => {
    const { ana } = await begin(['tableau', 'laptop'])
    await opens('revoke')
    expect(ana.form?.options.Token).toHaveLength(2)
    await expect(ana.submits('Revoke')).rejects.toThrow()
    expect(labels()).toHaveLength(2)
  })

  test('is answered with what there is when nothing matches', async () => {
    const { ana } = await begin(['tableau', 'laptop'])
    const form = await opens('revoke desktop')
    expect(form).toContain('You don’t have a token called “desktop”.')
    expect(form).toMatch(/Yours: (laptop, tableau|tableau, laptop)\./)
    expect(ana.form?.submit).toBeUndefined()
  })

  test('needs a token that lives: expired ones cannot be ended', async () => {
    const { ana, clock } = await begin(['tableau'])
    clock.pass(31 * DAY)
    expect(await opens('revoke tableau')).toContain('You don’t have any active token')
    expect(ana.form?.submit).toBeUndefined()
  })
})

describe.each<{ at: string; options: WorldOptions }>([
  { at: 'Dremio Cloud', options: { dremio: { edition: 'cloud' } } },
  { at: 'Dremio Software 25', options: { dremio: { edition: 'software', version: '25' } } },
  { at: 'Dremio Software 26', options: { dremio: { edition: 'software', version: '26' } } },
])('at $at', ({ options }) => {
  test('all of mine are ended at once, and nobody else’s', async () => {
    const { dremio } = await begin(['tableau', 'laptop'], options)
    dremio.mint(uids.bea, { label: 'of Bea' })
    await claimed(world, { label: 'notebook' })
    const form = await opens('revoke all')
    expect(form).toContain('Revoke all 3 of your tokens?')
    const said = await confirms()
    expect(said).toMatch(/^3 tokens are revoked: .*\.$/)
    for (const label of ['tableau', 'laptop', 'notebook']) expect(said).toContain(`*${label}*`)
    expect(labels()).toEqual([])
    expect(dremio.tokensOf(uids.bea)).toHaveLength(1)
  })

  test('one of mine is ended', async () => {
    await begin(['tableau', 'laptop'], options)
    await opens('revoke laptop')
    await confirms()
    expect(labels()).toEqual(['tableau'])
  })
})

describe('a form that was tampered with', () => {
  test('ends nothing of somebody else’s, and says what it says of a token that does not exist', async () => {
    const { ana, bea, dremio } = await begin(['tableau'])
    const hers = dremio.mint(uids.bea, { label: 'of Bea' })
    const heard: string[] = []
    for (const tid of [hers.tid, '99999999-9999-4999-8999-999999999999', 'nonsense', '', '../..', 'ALL']) {
      await opens('revoke tableau')
      const { id, callbackId, state } = ana.form ?? {}
      const view = { id: `${id}x`, hash: tid, callback_id: callbackId, private_metadata: tid, state: { values: state } }
      const before = ana.messages.length
      await world.slack.dispatch.viewSubmission('UANA', { view })
      await ana.waitsFor((person) => person.messages.length > before)
      heard.push(ana.messages.at(-1)?.text ?? '')
      await ana.closes()
    }
    expect(heard[0]).toBe(english.failures.noSuchToken)
    expect(new Set(heard).size).toBe(1)
    expect(dremio.tokensOf(uids.bea)).toHaveLength(1)
    expect(labels()).toEqual(['tableau'])
    expect(bea.messages).toHaveLength(0)
    expect(dremio.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
  })
})

describe('a token that is gone already', () => {
  test('at Dremio counts as revoked', async () => {
    await begin([])
    await claimed(world)
    await opens('revoke tableau')
    await endsAtDremio(world.dremio.tokensOf(uids.ana)[0]?.tid ?? '')
    expect(await confirms()).toContain('*tableau* is revoked')
  })

  test('between the look and the deed counts as revoked', async () => {
    const { dremio, made } = await begin(['tableau'])
    await opens('revoke tableau')
    const gate = dremio.hold('delete')
    const confirmed = confirms()
    await gate.reached
    dremio.fail('delete', { afterwards: 'drop' })
    gate.release()
    expect(await confirmed).toContain('*tableau* is revoked')
    expect(dremio.requests.filter(({ operation }) => operation === 'delete').length).toBeGreaterThan(1)
    expect(await bearerOf(world, made[0]?.secret ?? '')).toBeUndefined()
  })

  test('is not in the list any more', async () => {
    const { ana } = await begin([])
    await claimed(world)
    await endsAtDremio(world.dremio.tokensOf(uids.ana)[0]?.tid ?? '')
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You don’t have any active Dremio tokens.')
  })
})

const away: { what: string; match: 'list' | 'delete'; fault: Fault; times: number; says: string }[] = [
  {
    what: 'does not answer',
    match: 'list',
    fault: { status: 503 },
    times: 3,
    says: english.dremioFailures.unavailable({ operation: 'revoke' }),
  },
  {
    what: 'answers the look but not the deed',
    match: 'delete',
    fault: { status: 503 },
    times: 3,
    says: english.dremioFailures.unavailableUnsure({ operation: 'revoke' }),
  },
  {
    what: 'wants to be left alone for a while',
    match: 'delete',
    fault: { status: 429, retryAfter: 120 },
    times: 1,
    says: english.dremioFailures.busy({ wait: 2 * MINUTE }),
  },
  {
    what: 'forbids it',
    match: 'delete',
    fault: { status: 403 },
    times: 1,
    says: english.dremioFailures.forbidden.revoke,
  },
]

describe('when Dremio', () => {
  test.each(away)('$what, that is said, and later it can be done', async ({ match, fault, times, says }) => {
    const { dremio } = await begin(['tableau'])
    await opens('revoke tableau')
    dremio.fail(match, fault, { times })
    expect(await confirms()).toContain(says)
    expect(labels()).toEqual(['tableau'])
    // The form is still there.
    expect(await confirms()).toContain('*tableau* is revoked')
    expect(labels()).toEqual([])
  })

  test('is busy for a moment, it is tried again', async () => {
    const { dremio } = await begin(['tableau'])
    await opens('revoke tableau')
    dremio.fail('delete', { status: 429, retryAfter: 1 })
    expect(await confirms()).toContain('*tableau* is revoked')
  })
})

describe('the token that the bot itself works with', () => {
  const listed: WorldOptions = { credentialIsListed: true }

  test('is in its owner’s list, without a button to end it', async () => {
    const { ana } = await begin(['tableau'], listed)
    await ana.types('/dremio-pat list')
    const list = await ana.waitsFor('You have 2 active tokens')
    expect(list).toContain('The bot uses this token, so you can’t revoke it here.')
    expect(list.match(/ \| Revoke \]/g)).toHaveLength(1)
  })

  test('is not found by its label or id, and says why', async () => {
    const { ana, dremio } = await begin(['tableau'], listed)
    const own = dremio.tokensOf(uids.ana)[0]
    for (const words of ['the bot itself', own?.tid ?? '']) {
      const form = await opens(`revoke ${words}`)
      expect(form).toContain(english.failures.ownWorkingToken)
      expect(ana.form?.submit).toBeUndefined()
      await ana.closes()
    }
    expect(labels()).toEqual(['the bot itself', 'tableau'])
  })

  test('is kept by a form that was tampered with', async () => {
    const { ana, dremio } = await begin(['tableau'], listed)
    await opens('revoke tableau')
    const { id, callbackId, state } = ana.form ?? {}
    const tid = dremio.tokensOf(uids.ana)[0]?.tid
    const view = { id: `${id}x`, hash: '1', callback_id: callbackId, private_metadata: tid, state: { values: state } }
    await world.slack.dispatch.viewSubmission('UANA', { view })
    await ana.waitsFor(english.failures.ownWorkingToken)
    expect(labels()).toEqual(['the bot itself', 'tableau'])
  })

  test('is kept when all are ended, which is said', async () => {
    await begin(['tableau', 'laptop'], listed)
    const form = await opens('revoke all')
    expect(form).toContain('Revoke all 2 of your tokens?')
    expect(form).not.toContain('the bot itself')
    expect(await confirms()).toMatch(/^2 tokens are revoked: .* I kept the token this bot uses\.$/)
    expect(labels()).toEqual(['the bot itself'])
    // And the bot still works.
    expect(await opens('revoke all')).toContain('You don’t have any active token')
  })
})
