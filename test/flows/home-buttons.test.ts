// Every button on Home, pressed there: each answers with a form, a changed Home or a direct message, also when it is stale.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { buttons, menus, overflow, readOverflowValue } from '../../src/slack/action-catalog.ts'
import { english } from '../../src/words/words.ts'
import { home as homeScenes } from '../playground/gallery/scenes/home.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids } from '../world/world.ts'
import { beginHome, type Homely, homesFollow, onHome, opensHome } from './home-story.ts'
import { rotates, saves } from './rotation-story.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { approved, asks, claimed, secretBefore, secretsBefore } from './story.ts'

const story = test.concurrent
type Begin = (options?: Parameters<typeof beginHome>[1]) => Promise<Homely>
/** `find` narrows to one row where several have the same button. */
type Pressed = { person: Actor; button: string; beside?: string | RegExp }

const software26 = { method: 'token', dremio: { edition: 'software', version: '26' }, administrator: true } as const
const byBea = { name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }
const renewals = { name: 'renewals need no review', when: { rotation: true }, then: 'approve' }

async function manyTokens(begin: Begin, list = 12): Promise<Homely> {
  const world = await begin({ ...software26 })
  const { bea, dremio } = world
  await bea.types('/dremio-pat link')
  await bea.waitsFor('You’re linked to the Dremio user')
  for (let number = 0; number < list; number += 1)
    dremio.mint(uids.bea, { label: `job ${number}`, lifetime: 50 * DAY + number })
  await opensHome(bea)
  return world
}

async function saved(begin: Begin): Promise<Homely> {
  const world = await begin({ policy: { rules: [renewals, byBea] } })
  await claimed(world)
  await saves(world)
  return world
}

async function toConfirm(begin: Begin): Promise<Homely> {
  const world = await begin({
    ...{ method: 'impersonation', dremio: { edition: 'software', version: '26' } },
    env: { ADMINS: 'UCARL,UDAN' },
  })
  const { carl } = world
  await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
  await carl.waitsFor('Another bot admin has to confirm')
  return world
}

/** How each comes to stand on somebody's Home, by the id of the button. */
const ways: Readonly<Record<string, (begin: Begin) => Promise<Pressed & { world: Homely }>>> = {
  [buttons.newToken.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.ana, button: 'New token' }
  },
  [buttons.pasteLeakedToken.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.ana, button: 'Leaked token' }
  },
  [buttons.showHelp.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.ana, button: 'Help' }
  },
  [buttons.changeReminders.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.ana, button: 'Change' }
  },
  [buttons.myTokens.id]: async (begin) => {
    const world = await begin({ method: 'oauth' })
    return { world, person: world.ana, button: 'My tokens' }
  },
  [buttons.refreshHome.id]: async (begin) => {
    const world = await begin()
    const { ana, slack } = world
    slack.fail('users.info', { status: 503 }, { times: 12 })
    await opensHome(ana)
    slack.heal()
    world.clock.pass(2 * 60_000)
    return { world, person: ana, button: 'Refresh' }
  },
  [buttons.cancelRequest.id]: async (begin) => {
    const world = await begin()
    await asks(world)
    return { world, person: world.ana, button: 'Cancel request' }
  },
  [buttons.showListedToken.id]: async (begin) => {
    const world = await begin()
    await approved(world)
    return { world, person: world.ana, button: 'Show token' }
  },
  [buttons.confirmReceipt.id]: async (begin) => {
    const world = await begin()
    await claimed(world)
    return { world, person: world.ana, button: 'I have saved it' }
  },
  [buttons.reportMissing.id]: async (begin) => {
    const world = await begin()
    await claimed(world)
    return { world, person: world.ana, button: 'I did not get it' }
  },
  [buttons.rotateToken.id]: async (begin) => {
    const world = await saved(begin)
    return { world, person: world.ana, button: 'Rotate' }
  },
  [buttons.howToConnect.id]: async (begin) => {
    const world = await saved(begin)
    return { world, person: world.ana, button: 'How do I connect?' }
  },
  [buttons.revokeToken.id]: async (begin) => {
    const world = await saved(begin)
    return { world, person: world.ana, button: 'Revoke' }
  },
  [buttons.askToGiveBack.id]: async (begin) => {
    const world = await saved(begin)
    return { world, person: world.ana, button: english.labels.buttons.doneWithIt }
  },
  [buttons.allTokens.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.dan, button: english.labels.buttons.allTokens }
  },
  [buttons.exportTokens.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.dan, button: english.labels.buttons.exportCsv }
  },
  [buttons.showPolicy.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.dan, button: english.labels.buttons.policy }
  },
  [buttons.adminHelp.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.dan, button: english.labels.buttons.adminHelp }
  },
  [buttons.cutOldToken.id]: async (begin) => {
    const world = await saved(begin)
    await rotates(world)
    await saves(world)
    return { world, person: world.ana, button: 'Cut now' }
  },
  [buttons.keepOldToken.id]: async (begin) => {
    const world = await saved(begin)
    await rotates(world)
    await saves(world)
    return { world, person: world.ana, button: 'Keep longer' }
  },
  [buttons.approveRequest.id]: async (begin) => {
    const world = await begin()
    await asks(world)
    return { world, person: world.bea, button: 'Approve' }
  },
  [buttons.denyRequest.id]: async (begin) => {
    const world = await begin()
    await asks(world)
    return { world, person: world.bea, button: 'Deny' }
  },
  [buttons.reviewRequest.id]: async (begin) => {
    const world = await begin()
    await asks(world)
    return { world, person: world.bea, button: 'Review' }
  },
  [buttons.openDelegation.id]: async (begin) => {
    const world = await begin()
    return { world, person: world.bea, button: english.labels.buttons.delegateReviews }
  },
  [buttons.endDelegation.id]: async (begin) => {
    const world = await begin()
    await world.bea.types('/dremio-pat delegate @dan until 5d')
    await world.bea.quiet()
    return { world, person: world.bea, button: 'End delegation' }
  },
  [buttons.confirmLink.id]: async (begin) => {
    const world = await toConfirm(begin)
    return { world, person: world.dan, button: english.labels.buttons.confirm }
  },
  [buttons.declineLink.id]: async (begin) => {
    const world = await toConfirm(begin)
    return { world, person: world.dan, button: english.labels.buttons.decline }
  },
  [buttons.story.id]: async (begin) => {
    const world = await begin()
    await claimed(world)
    await saves(world)
    world.slack.change('UANA', { deleted: true })
    await world.slack.dispatch.userChange('UANA')
    await world.slack.quiet()
    return { world, person: world.dan, button: english.labels.buttons.story }
  },
  [buttons.nextHomePage.id]: async (begin) => {
    const world = await manyTokens(begin)
    return { world, person: world.bea, button: english.labels.buttons.next }
  },
  [buttons.previousHomePage.id]: async (begin) => {
    const world = await manyTokens(begin)
    await world.bea.presses(english.labels.buttons.next, onHome)
    await world.bea.waitsFor(({ home }) => home?.includes('11–12 of 12'))
    return { world, person: world.bea, button: english.labels.buttons.previous }
  },
}

interface Drawn {
  blocks?: readonly Drawn[]
  elements?: readonly Drawn[]
  accessory?: Drawn
  options?: readonly { value?: string }[]
  type?: string
  action_id?: string
}

function idsIn({ blocks = [], elements = [], accessory, options = [], type, action_id = '' }: Drawn): string[] {
  const own = type === 'button' ? [action_id] : options.map(({ value = '' }) => readOverflowValue(value).id)
  return [...own, ...[...blocks, ...elements, ...(accessory ? [accessory] : [])].flatMap(idsIn)]
}

async function drawnOnHome(): Promise<Set<string>> {
  const all = await Promise.all(homeScenes.scenes.map(({ draw }) => draw(english)))
  const homes = all.filter((seen) => seen !== undefined && 'type' in seen && seen.type === 'home')
  return new Set(homes.flatMap((seen) => idsIn(seen as Drawn)))
}

const opens =
  (context: TestContext): Begin =>
  (options) =>
    beginHome(context, options)

/** What the person has on the screen. What changed is the answer. */
const screenOf = (person: Actor) => ({ form: person.form?.id, said: person.sees() })

test('the table has every button that any Home of the gallery has, and no other', async () => {
  expect(Object.keys(ways).sort()).toEqual([...(await drawnOnHome())].sort())
})

describe('is answered, and logs no failure', () => {
  story.for(Object.entries(ways))('%s', async ([, prepare], context) => {
    const { world, person, button } = await prepare(opens(context))
    if (!person.home || button !== 'Refresh') {
      if (button !== english.labels.buttons.previous) await opensHome(person)
    }
    person.reload()
    const before = screenOf(person)
    world.logs.length = 0
    // A minute later the line on top says so, if Home is drawn again.
    await person.presses(button, onHome)
    await person.waitsFor(() => JSON.stringify(screenOf(person)) !== JSON.stringify(before))
    await world.slack.quiet()
    expect(world.logs.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([])
  })
})

describe('that is stale', () => {
  /** Each acts on something of which the bot knows nothing, and nothing happens without a word. */
  story('says why in a form, whichever it is', async (context) => {
    const world = await beginHome(context)
    const { ana, dan, slack } = world
    await opensHome(dan)
    for (const id of await drawnOnHome()) {
      if (['home.next', 'home.previous', 'home.refresh'].includes(id)) continue
      dan.reload()
      world.logs.length = 0
      await clicksOnHome(world, dan, id, 'gone2345')
      await dan.waitsFor(({ form }) => form !== undefined)
      await slack.quiet()
      expect(
        world.logs.filter((line) => /"level":"(error|warn)"/.test(line)),
        id,
      ).toEqual([])
      world.clock.pass(10_000)
    }
    expect(ana.messages).toEqual([])
  })

  story('Approve after somebody else was first says so, and the request is gone from Home', async (context) => {
    const world = await beginHome(context)
    const { bea, carl } = world
    await asks(world)
    await opensHome(bea)
    const press = bea.aims('Approve', onHome)
    await carl.waitsFor('Why you:')
    await carl.presses('Approve')
    await carl.quiet()
    await press()
    await bea.waitsFor(({ form }) => form !== undefined)
    await bea.waitsFor(({ home }) => home?.includes(english.home.reviews.none))
    expect(bea.form?.title).toBe(english.home.title)
  })

  story('Approve says that it is done where Slack takes no Home', async (context) => {
    const world = await beginHome(context)
    const { bea, slack } = world
    await asks(world)
    await opensHome(bea)
    slack.fail('views.publish', { retryAfter: 30 })
    await bea.presses('Approve', onHome)
    await bea.waitsFor(({ form }) => form !== undefined)
    expect(bea.sees()).toContain(english.forms.done)
  })

  story('Show token after the request was cancelled elsewhere says so', async (context) => {
    const world = await beginHome(context)
    const { ana, dremio } = world
    await approved(world)
    await opensHome(ana)
    const press = ana.aims('Show token', onHome)
    await ana.presses('Cancel request', { on: english.requests.titles.approved })
    await ana.waitsFor(english.requests.titles.cancelled)
    await press()
    await ana.waitsFor(({ form }) => form !== undefined)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })
})

describe('a bot admin', () => {
  const finds = (world: Homely, person: Actor) =>
    world.slack.dispatch.blockAction(person.id, {
      container: { type: 'view', view_id: 'VHOME' },
      view: { id: 'VHOME', type: 'home', blocks: [], hash: '1.a' },
      actions: [{ type: 'users_select', action_id: menus.findPerson.id, block_id: 'b', selected_user: 'UANA' }],
    })

  story('finds a person from Home, and reads everything about them in a form', async (context) => {
    const world = await beginHome(context)
    await asks(world)
    await opensHome(world.dan)
    await finds(world, world.dan)
    await world.dan.waitsFor(({ form }) => form !== undefined)
    await world.dan.waitsFor(english.labels.buttons.endEverything)
    expect(world.dan.sees()).toContain('tableau')
  })

  story('who is none finds nobody, and reads why', async (context) => {
    const world = await beginHome(context)
    await opensHome(world.bea)
    await finds(world, world.bea)
    await world.bea.waitsFor(english.identityFailures.notBotAdmin)
    expect(world.bea.sees()).not.toContain(english.labels.buttons.endEverything)
  })

  story('sees which tokens break today’s limits, with the way to their story', async (context) => {
    const world = await beginHome(context, { policy: { lifetime: { max: '7d', default: '7d', choices: ['7d'] } } })
    const { dan, dremio, ana } = world
    dremio.mint(uids.ana, { label: 'airflow', lifetime: 90 * DAY })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('airflow')
    const home = await opensHome(dan)
    expect(home).toContain('1 token breaks today’s limits')
    expect(home).toMatch(/@Ana · airflow · .*90 days/)
  })
})

/** A click on the Home that stands there, on a button of our choice. */
async function clicksOnHome({ slack }: Homely, person: Actor, id: string, value: string): Promise<void> {
  const isMenu = ['rotation.rotate', 'connect.open', 'token-list.revoke', 'token-list.ask-give-back'].includes(id)
  const action = isMenu
    ? { type: 'overflow', action_id: overflow.id, selected_option: { value: `${id} ${value}` } }
    : { type: 'button', action_id: id, value }
  const view = { id: 'VHOME', type: 'home', blocks: [], hash: '1.a' }
  await slack.dispatch.blockAction(person.id, {
    container: { type: 'view', view_id: view.id },
    view,
    actions: [{ ...action, block_id: 'forged' }],
  })
}

describe('pressed by somebody without the right', () => {
  story('an approver whom the policy names no more is told so', async (context) => {
    const world = await beginHome(context, {
      env: { APPROVERS: 'S0DATA' },
      slack: { groups: [{ id: 'S0DATA', handle: 'data', users: ['UBEA', 'UCARL'] }] },
    })
    const { ana, bea, slack } = world
    await asks(world)
    await opensHome(bea)
    slack.regroup('S0DATA', ['UCARL'])
    world.clock.pass(2 * 60_000)
    await bea.presses('Approve', onHome)
    await bea.waitsFor(({ form }) => form !== undefined)
    await ana.quiet()
    expect(ana.home ?? ana.sees()).not.toContain(english.requests.titles.approved)
  })

  story('a bot admin whom the group has no more is told so, and loses that part of Home', async (context) => {
    const world = await beginHome(context, {
      ...{ method: 'impersonation', dremio: { edition: 'software', version: '26' } },
      env: { ADMINS: 'S0ADMIN' },
      slack: { groups: [{ id: 'S0ADMIN', handle: 'admins', users: ['UCARL', 'UDAN'] }] },
    })
    const { carl, dan, slack } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('Another bot admin has to confirm')
    await opensHome(dan)
    slack.regroup('S0ADMIN', ['UCARL'])
    world.clock.pass(2 * 60_000)
    await dan.presses(english.labels.buttons.confirm, onHome)
    await dan.waitsFor(({ form }) => form !== undefined)
    await dan.waitsFor(({ home }) => !home?.includes(english.home.administrator.title))
  })

  story.for([
    ['a guest', { isRestricted: true }, 'guest'],
    ['somebody who was deactivated', { deleted: true }, 'deleted'],
  ] as const)(
    '%s reads why, in the answer and on Home, and no alarm brings it back',
    async ([, change, because], context) => {
      const world = await beginHome(context)
      const { ana, slack } = world
      await opensHome(ana)
      slack.change('UANA', change)
      await ana.presses('New token', onHome)
      const why = english.identityFailures.person[because]
      await ana.waitsFor(({ home }) => home?.includes(why))
      expect(ana.home).not.toContain('[')
      await homesFollow(world, 2 * DAY)
      expect(ana.home).toContain(why)
    },
  )
})

describe('what opens on top of Home', () => {
  story('Show token asks for the sign-in there, and afterwards the token is in the messages', async (context) => {
    const world = await beginHome(context, { method: 'oauth' })
    const { ana } = world
    await approved(world)
    await opensHome(ana)
    await ana.presses('Show token', onHome)
    await ana.waitsFor(({ form }) => form !== undefined)
    expect(ana.form?.title).toBe(english.home.title)
    await signsIn(world, await ana.waitsFor(linkBefore), 'ana@acme.test')
    await ana.quiet()
    ana.reload()
    await ana.presses('Show token', onHome)
    await secretBefore(ana)
    await ana.waitsFor(({ form }) => form !== undefined)
    expect(secretsBefore(ana)).toHaveLength(1)
  })

  story('a claim that fails says why', async (context) => {
    const world = await beginHome(context)
    const { ana, dremio } = world
    await approved(world)
    await opensHome(ana)
    dremio.fail('create', { status: 503 }, { times: 5 })
    await ana.presses('Show token', onHome)
    await ana.waitsFor(({ form }) => form !== undefined)
    await ana.waitsFor(({ home }) => home?.includes('Show token'))
  })

  story(
    'Help leads to the list of tokens, that to how to connect, and its menus change it in its place',
    async (context) => {
      const world = await saved(opens(context))
      const { ana } = world
      await opensHome(ana)
      await ana.presses('Help', onHome)
      const help = await ana.waitsFor(({ form }) => form?.id)
      await ana.presses('My tokens', { on: english.home.title })
      const list = await ana.waitsFor(({ form }) => (form?.id === help ? undefined : form?.id))
      await ana.presses('How do I connect?', { on: /tableau/ })
      const connect = await ana.waitsFor(({ form }) => (form?.id === list ? undefined : form?.id))
      const shown = ana.sees()
      await ana.picks('dbt')
      await ana.waitsFor(() => ana.sees() !== shown)
      expect(ana.form?.id).toBe(connect)
    },
  )

  story('a button in such a form that only changes something says that it did', async (context) => {
    const world = await saved(opens(context))
    const { ana } = world
    await opensHome(ana)
    await ana.presses('Rotate', onHome)
    await ana.waitsFor(`# ${english.requests.titles.approved}`)
    ana.reload()
    await homesFollow(world)
    await ana.presses('Rotate', onHome)
    await ana.waitsFor(({ form }) => form !== undefined)
    await ana.presses('Show token', { on: `== ${english.home.title}` })
    await secretBefore(ana)
    await ana.waitsFor(({ form }) => JSON.stringify(form?.blocks).includes('*Messages* tab'))
  })

  story('pages turn and stay through what others do, until Home is opened again', async (context) => {
    const world = await manyTokens(opens(context))
    const { bea } = world
    await bea.presses(english.labels.buttons.next, onHome)
    await bea.waitsFor(({ home }) => home?.includes('11–12 of 12'))
    await asks(world)
    await homesFollow(world)
    expect(bea.home).toContain('Ana · tableau')
    expect(bea.home).toContain('11–12 of 12')
    expect(await opensHome(bea)).toContain('1–10 of 12')
  })

  story('a page that Slack did not take is said in a form', async (context) => {
    const world = await manyTokens(opens(context))
    const { bea, slack } = world
    slack.fail('views.publish', { retryAfter: 30 })
    await bea.presses(english.labels.buttons.next, onHome)
    await bea.waitsFor(({ form }) => form !== undefined)
    expect(bea.home).toContain('1–10 of 12')
  })
})
