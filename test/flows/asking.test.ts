// Asking for a token: the words, the form, what is refused at once, and taking it back.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cleanText } from '../../src/core/clean-text.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { startWorld, uids, type World } from '../world/world.ts'
import { asks, claimed, foreseen, requestOn } from './story.ts'

const methods = ({ slack }: World) => slack.requests.map(({ method }) => method)

describe('the words after create', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld()
  })
  afterEach(() => world.close())

  test('fill in the form as far as they go', async () => {
    const { ana } = world
    const typed: [string, { Label: string; Lifetime: string }][] = [
      ['create', { Label: '', Lifetime: '30 days' }],
      ['create tableau', { Label: 'tableau', Lifetime: '30 days' }],
      ['create 7d', { Label: '', Lifetime: '7 days' }],
      ['create tableau 7d', { Label: 'tableau', Lifetime: '7 days' }],
      ['create my laptop 7D', { Label: 'my laptop', Lifetime: '7 days' }],
      ['create "my laptop" 2w', { Label: 'my laptop', Lifetime: '14 days' }],
      ['create “my laptop” 3mo', { Label: 'my laptop', Lifetime: '90 days' }],
      ['CREATE "7d laptop"', { Label: '7d laptop', Lifetime: '30 days' }],
    ]
    for (const [words, values] of typed) {
      await ana.types(`/dremio-pat ${words}`)
      await ana.waitsFor(foreseen)
      expect(ana.form?.values, words).toMatchObject(values)
      expect(ana.form?.title).toBe('New Dremio token')
      await ana.closes()
    }
  })

  test('add a lifetime that is allowed to the choices', async () => {
    const { ana } = world
    await ana.types('/dremio-pat create tableau 12h')
    await ana.waitsFor(foreseen)
    expect(ana.form?.options.Lifetime).toEqual(['12 hours', '1 day', '7 days', '30 days', '90 days'])
    expect(ana.form?.values.Lifetime).toBe('12 hours')
    await ana.fills({ Reason: 'A workshop' })
    await ana.submits('Request')
    expect(await ana.waitsFor(english.requests.titles.waiting)).toContain(
      english.requests.what({ label: 'tableau', lifetime: DAY / 2 }),
    )
  })

  test.each([
    ['180d', english.requestForm.tooLong({ asked: 180 * DAY, most: 90 * DAY, chosen: 30 * DAY })],
    ['180 days', english.requestForm.tooLong({ asked: 180 * DAY, most: 90 * DAY, chosen: 30 * DAY })],
    ['30m', english.requestForm.tooShort({ asked: HOUR / 2, least: HOUR, chosen: 30 * DAY })],
  ])('are told when they want %s, which is not allowed', async (lifetime, words) => {
    const { ana } = world
    await ana.types(`/dremio-pat create tableau ${lifetime}`)
    await ana.waitsFor(foreseen)
    expect(ana.sees()).toContain(words)
    expect(ana.form?.values.Lifetime).toBe('30 days')
    expect(ana.form?.options.Lifetime).toEqual(['1 day', '7 days', '30 days', '90 days'])
  })

  test('never repeat a token that was typed by mistake', async () => {
    const { ana, slack } = world
    const { secret } = mintSecret()
    for (const words of [`create ${secret} 7d`, `revoke ${secret}`, `help ${secret}`, `admin link @bea ${secret}`]) {
      await ana.types(`/dremio-pat ${words}`)
      await ana.waitsFor(english.leaks.inCommand({ amount: 1 }))
      expect(ana.form).toBeUndefined()
      ana.reload()
    }
    expect(slack.everythingSaid()).not.toContain(secret.slice(0, 20))
    expect(world.logs.join()).not.toContain(secret.slice(0, 20))
  })
})

describe('the form', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld()
  })
  afterEach(() => world.close())

  test('opens at once and is filled after, and what was typed meanwhile stays', async () => {
    const { ana, dremio, slack } = world
    const [person, gate] = [slack.hold('users.info'), dremio.hold('findUser')]
    await ana.types('/dremio-pat create tableau')
    // Before Slack has said who that is.
    await ana.waitsFor(english.requestForm.lookingUp)
    person.release()
    await gate.reached
    await ana.fills({ Label: 'power bi', Lifetime: '7 days', Reason: 'Dashboards' })
    gate.release()
    await ana.waitsFor(english.requestForm.willReview({ people: ['@Bea', '@Carl'], quorum: 1, differentGroups: false }))
    expect(ana.form?.values).toEqual({ Label: 'power bi', Lifetime: '7 days', Reason: 'Dashboards' })
    await ana.submits('Request')
    expect(await ana.waitsFor(english.requests.titles.waiting)).toContain(
      english.requests.what({ label: 'power bi', lifetime: 7 * DAY }),
    )
  })

  test('says beside each field what is wrong with it', async () => {
    const { ana, slack } = world
    await ana.types('/dremio-pat create')
    await ana.waitsFor(foreseen)
    await ana.fills({ Label: 'x!', Reason: '   ' })
    await ana.submits('Request')
    expect(ana.formErrors).toEqual({
      Label: 'Use 3 to 60 letters, digits, spaces, dots, dashes and underscores.',
      Reason: 'Say what the token is for.',
    })
    await ana.fills({ Label: 'tableau', Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.waiting)
    expect(ana.form).toBeUndefined()
    await ana.quiet()
    expect(slack.conversation(world.bea.dm)).toHaveLength(1)
  })

  test.each(['30m', '91d', '180d', '0d', 'for ever', ''])(
    'takes no lifetime of %j, whoever made it up',
    async (value) => {
      const { ana, slack } = world
      await ana.types('/dremio-pat create tableau')
      await ana.waitsFor(foreseen)
      const { form } = ana
      const answer = await slack.dispatch.viewSubmission('UANA', {
        view: {
          ...form,
          type: 'modal',
          callback_id: form?.callbackId,
          private_metadata: form?.privateMetadata,
          state: {
            values: {
              ...form?.state,
              lifetime: { value: { type: 'static_select', selected_option: { value } } },
              reason: { value: { type: 'plain_text_input', value: 'Dashboards' } },
            },
          },
        },
      })
      expect(JSON.parse(answer.body)).toEqual({
        response_action: 'errors',
        errors: { lifetime: 'Choose between 1 hour and 90 days.' },
      })
    },
  )

  test('takes no token as a reason, and keeps none', async () => {
    const { ana, slack, redis, logs } = world
    const { secret } = mintSecret()
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(foreseen)
    for (const reason of [secret, `as in ${encodeURIComponent(secret)}, thanks`]) {
      await ana.fills({ Reason: reason })
      await ana.submits('Request')
      expect(ana.formErrors).toEqual({
        Reason: 'That looks like a token. Don’t paste tokens here. To revoke it, run /dremio-pat leaked.',
      })
    }
    await ana.quiet()
    const kept = [slack.everythingSaid(), await redis.dump(), logs.join()].join()
    expect(kept).not.toContain(secret.slice(0, 20))
  })

  test.each([
    ['signs that mean something to Slack', '<!channel> & <@UBEA> `x` *y* ~z~', '> <!channel> & <@UBEA> `x` y z'],
    ['emoji of many parts', '👩‍👩‍👧‍👦'.repeat(90), '👩‍👩‍👧‍👦👩‍👩‍👧‍👦'],
    ['a thousand letters', 'x'.repeat(1_000), 'x'.repeat(1_000)],
    ['a thousand quotes', '"'.repeat(1_000), '"'.repeat(1_000)],
    ['a thousand control characters', `x${'\u0001'.repeat(998)}y`, '> xy'],
    ['writing from right to left', 'مرحبا \u202eabc', '> مرحبا abc'],
    ['two lines', 'first line\nsecond line', '> first line\n> second line'],
    ['a link in a code block', '```\n<http://evil.test|click>\n```', '<http://evil.test|click>'],
  ])(
    'takes %s as a reason and as a comment, which stay in their quotation and call nobody',
    async (_what, reason, shown) => {
      const { ana, bea } = world
      await asks(world, { label: '"Отчёт_1.2 - 報告"', reason })
      const card = await bea.waitsFor('Why you:')
      expect(card).toContain(`Label: Отчёт_1.2 - 報告\nLifetime: 30 days`)
      expect(card).toContain(shown)
      await bea.presses('Deny')
      await bea.waitsFor((person) => person.form?.submit === 'Decide')
      await bea.fills({ Comment: reason })
      await bea.submits('Decide')
      expect(await ana.waitsFor(english.requests.titles.denied)).toContain(shown)
      // Nobody is called and nothing is linked by what somebody wrote.
      const said = world.slack.requests.flatMap(
        ({ args }) => JSON.stringify(args).match(/"text":"[^"]*<!channel>/g) ?? [],
      )
      expect(said.every((text) => !text.includes('mrkdwn'))).toBe(true)
      // What was written comes back where it can be asked for again, without what nobody saw.
      await ana.presses('Request again')
      await ana.waitsFor(foreseen)
      expect(ana.form?.values.Reason).toBe(cleanText(reason))
    },
  )

  test('cuts words that are longer than the field', async () => {
    const { ana } = world
    await ana.types(`/dremio-pat create ${'long '.repeat(400)}`)
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    expect(Object.keys(ana.formErrors)).toEqual(['Label'])
  })

  test('makes one request, however often it is sent', async () => {
    const { ana, bea, slack } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    const [first] = await Promise.all([ana.submits('Request'), ana.submits('Request')])
    await slack.dispatch.replay(first.sent, { retryNum: 1 })
    await bea.waitsFor('Why you:')
    await bea.quiet()
    expect(bea.messages).toHaveLength(1)
    await ana.types('/dremio-pat requests')
    expect(await ana.waitsFor('Your open requests')).toContain('waiting for @Bea or @Carl')
    expect(methods(world).filter((method) => method === 'chat.postMessage')).toHaveLength(3)
  })

  test('is sent in vain when things have changed meanwhile, and that is told', async () => {
    const { ana, bea, clock, slack } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    slack.change('UBEA', { deleted: true })
    slack.change('UCARL', { isRestricted: true })
    // Who could review is known as it was at most a minute ago.
    clock.pass(MINUTE)
    await ana.submits('Request')
    await ana.waitsFor(english.failures.noApprover({ rule: 'every request is reviewed', managerUnreadable: false }))
    expect(bea.messages).toEqual([])
  })
})

describe('refused in the form itself:', () => {
  let world: World
  afterEach(() => world.close())

  /** What the form says instead of fields. */
  async function refusal(): Promise<string> {
    const { ana } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form && person.form.submit === undefined)
    expect(ana.form).toMatchObject({ title: 'New Dremio token', close: 'Close' })
    return ana.sees()
  }

  test('a sixth token', async () => {
    world = await startWorld()
    for (const label of ['one', 'two', 'three', 'four', 'five']) {
      await claimed(world, { label, lifetime: '7 days' })
      await world.ana.waitsFor(english.requests.titles.claimed)
      await world.ana.presses('I have saved it')
      await world.ana.waitsFor((person) => person.ephemerals.length === 0)
    }
    const words = await refusal()
    expect(words).toContain(
      english.failures.policyDenied({
        rule: undefined,
        denial: { kind: 'too many tokens', active: 5, open: 0, most: 5 },
      }),
    )
    // Those that have expired do not count.
    world.clock.pass(8 * DAY)
    await world.ana.types('/dremio-pat create tableau')
    await world.ana.waitsFor(foreseen)
  })

  test('when nobody may review it, with what a bot admin should set', async () => {
    world = await startWorld({ env: { APPROVERS: '' } })
    expect(await refusal()).toContain(
      english.failures.noApprover({ rule: 'every request is reviewed', managerUnreadable: false }),
    )
  })

  test('when the only approver is the one who asks', async () => {
    world = await startWorld({ env: { APPROVERS: 'UANA' } })
    expect(await refusal()).toContain(
      english.failures.noApprover({ rule: 'every request is reviewed', managerUnreadable: false }),
    )
  })

  test('when Dremio does not know them', async () => {
    world = await startWorld()
    world.dremio.user(uids.ana).email = 'ana@elsewhere.test'
    expect(await refusal()).toContain(english.identityFailures.noDremioUser({ email: 'ana@acme.test' }))
  })

  test('when Dremio knows two of them', async () => {
    world = await startWorld()
    world.dremio.addUser({ id: '44444444-4444-4444-8444-444444444444', email: 'ana@acme.test', name: 'ana@acme.test' })
    expect(await refusal()).toContain(english.identityFailures.severalDremioUsers({ email: 'ana@acme.test' }))
  })
})

describe('while Dremio is away', () => {
  test('one can ask all the same', async () => {
    const world = await startWorld()
    world.dremio.fail('findUser', { status: 503 }, { times: 9 })
    await asks(world)
    await world.bea.waitsFor('Why you:')
    world.dremio.clearFaults()
    await world.close()
  })
})

describe('taking it back', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld()
  })
  afterEach(() => world.close())

  test('from the card', async () => {
    const { ana, bea } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await ana.presses('Cancel request')
    expect(await ana.waitsFor(english.requests.titles.cancelled)).not.toContain('[ Cancel request ]')
    const card = await bea.waitsFor(english.reviews.titles.cancelled)
    expect(card).toContain(english.reviews.cancelledBy({ requester: '@Ana' }))
    expect(card).not.toContain('[ Approve ]')
    expect(ana.messages).toHaveLength(1)
    expect(bea.messages).toHaveLength(1)
  })

  test('also after it was approved, until the token is made', async () => {
    const { ana, bea, dremio } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    const press = ana.aims('Show token')
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
    await press()
    await ana.waitsFor(english.failures.stale.cancelled)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })

  test('from the list of requests, which is drawn again', async () => {
    const { ana, bea, clock } = world
    await asks(world, { label: 'tableau' })
    // The oldest comes first.
    clock.pass(MINUTE)
    await asks(world, { label: 'notebook', lifetime: '7 days' })
    await ana.waitsFor(english.requests.what({ label: 'notebook', lifetime: 7 * DAY }))
    await ana.types('/dremio-pat requests')
    await ana.waitsFor(
      english.requests.list.waiting({ label: 'notebook', lifetime: 7 * DAY, people: ['@Bea', '@Carl'], needed: 1 }),
    )
    await ana.presses('Cancel request', { on: 'Your open requests' })
    await ana.waitsFor(english.requests.titles.cancelled)
    await ana.waitsFor(
      (person) => person.ephemerals.length === 1 && !JSON.stringify(person.ephemerals).includes('tableau'),
    )
    expect(JSON.stringify(ana.ephemerals)).toContain('notebook')
    await bea.waitsFor(english.reviews.titles.cancelled)
  })

  test('twice does it once', async () => {
    const { ana } = world
    await asks(world)
    const press = ana.aims('Cancel request')
    await Promise.all([press(), press()])
    await ana.waitsFor(english.failures.stale.cancelled)
    expect(ana.messages).toHaveLength(1)
  })

  test('is for the one who asked only', async () => {
    const { ana, bea, slack } = world
    await asks(world)
    const id = requestOn(ana, 'Cancel request')
    await bea.waitsFor('Why you:')
    const press = await bea.presses('Review')
    const payload = JSON.parse(new URLSearchParams(press.sent?.body).get('payload') ?? '{}')
    await slack.dispatch.blockAction('UBEA', {
      ...payload,
      trigger_id: 'another',
      actions: [{ type: 'button', action_id: 'request-card.cancel', block_id: 'b', value: id }],
    })
    await bea.waitsFor(english.failures.noSuchRequest)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })
})

describe('asking again', () => {
  let world: World
  beforeEach(async () => {
    world = await startWorld()
  })
  afterEach(() => world.close())

  test('after a cancelled request the form is filled in with what was asked', async () => {
    const { ana } = world
    await asks(world, { label: 'tableau', lifetime: '7 days', reason: 'Dashboards' })
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
    await ana.presses('Request again')
    await ana.waitsFor(foreseen)
    expect(ana.form?.values).toEqual({ Label: 'tableau', Lifetime: '7 days', Reason: 'Dashboards' })
    // Opened before anything that takes time: the right to open it lives three seconds.
    const last = methods(world).slice(methods(world).lastIndexOf('chat.update') + 1)
    expect(last[0]).toBe('views.open')
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.waiting)
    expect(ana.messages).toHaveLength(2)
  })

  test('after a denial too, with the lifetime that was asked, not the one that is usual', async () => {
    const { ana, bea } = world
    await ana.types('/dremio-pat create tableau 10d')
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await bea.waitsFor('Why you:')
    await bea.presses('Deny')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'Please ask for a week.' })
    await bea.submits('Decide')
    expect(await ana.waitsFor(english.requests.titles.denied)).toContain('@Bea:\n> Please ask for a week.')
    await ana.presses('Request again')
    await ana.waitsFor(foreseen)
    expect(ana.form?.values).toEqual({ Label: 'tableau', Lifetime: '10 days', Reason: 'Dashboards' })
  })
})
