// The story that the demo tells: Ana asks, Bea decides, Ana signs in, collects, uses and ends a token; others see nothing of it.
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { elementsOf } from '../world/slack/limits/blocks.ts'
import { awaited } from './demo-awaited.ts'
import { aLapse, aLeak, aReceiptThatNeverCame, aRotation, theEndOfAToken } from './demo-life.ts'
import type { Stage } from './demo-stage.ts'
import type { DemoWorld } from './demo-world.ts'

/** Fails with what is on the screen as soon as something does not happen. */
export async function tellStory(world: DemoWorld, stage: Stage): Promise<void> {
  await aMenu(world, stage)
  await aQuestion(world, stage)
  await aForm(world, stage)
  await aReview(world, stage)
  await aThief(world, stage)
  const oldTablet = world.ana.aims('Show token')
  await aForwardedLink(world, stage)
  await aSignIn(world, stage)
  await aToken(world, stage)
  await aSecondClick(world, stage, oldTablet)
  await aRotation(world, stage)
  await theEndOfAToken(world, stage)
  await aLeak(world, stage)
  await aDenial(world, stage)
  await aReceiptThatNeverCame(world, stage)
  await aLapse(world, stage)
  await aHome(world, stage)
}

async function aMenu({ ana }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana looks around', 'In any channel, also where the bot is no member.')
  stage.does(ana, 'types  /dremio-pat')
  await ana.types('/dremio-pat')
  await ana.waitsFor('[ New token ]')
  stage.shows(ana)
}

async function aHome({ ana, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana opens the Home tab', 'Everything at a glance, for those who remember no commands.')
  ana.news()
  await ana.opensHome()
  await ana.waitsFor(({ home }) => home?.includes(english.home.tokens.title))
  await slack.quiet()
  stage.shows(ana)
}

async function aQuestion({ ana }: DemoWorld, stage: Stage): Promise<void> {
  stage.does(ana, 'types  /dremio-pat why 30d')
  await ana.types('/dremio-pat why 30d')
  await ana.waitsFor('everybody asks the data team')
  stage.shows(ana)
}

async function aForm({ ana, bea, carl, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana asks for a token', 'Her words are in the form already.')
  stage.does(ana, 'types  /dremio-pat create tableau 30d')
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  stage.shows(ana)

  stage.does(ana, 'fills in a reason, makes the label "t!" and presses [ Request ]')
  await ana.fills({ Label: 't!', Reason: 'Dashboards for the board meeting' })
  await ana.submits('Request')
  stage.shows(ana)

  stage.does(ana, 'puts the label right and presses [ Request ]')
  await ana.fills({ Label: 'tableau' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.waiting)
  await Promise.all([bea, carl].map((approver) => approver.waitsFor('[ Approve ]')))
  await slack.quiet()
  stage.shows(ana)
}

async function aReview({ ana, bea, carl, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Bea decides', 'She and Carl are the approvers, and both have the same card.')
  stage.shows(bea)
  carl.news()

  stage.does(bea, 'presses [ Review ], because thirty days seem long')
  await bea.presses('Review')
  await bea.waitsFor('Decision')
  stage.shows(bea)

  stage.does(bea, 'chooses 7 days, writes a comment and presses [ Decide ]')
  await bea.fills({ Lifetime: '7 days', Comment: 'A week is enough to try it out.' })
  await bea.submits('Decide')
  await ana.waitsFor(english.requests.titles.approved)
  await carl.waitsFor(english.reviews.titles.approved)
  await slack.quiet()
  stage.shows(ana)
  bea.news()
  stage.shows(carl)
}

async function aThief({ ana, carl, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Carl tries to take it', 'Who may do what is looked up at the click, and at the sign-in.')
  stage.does(carl, 'sends the click on Ana’s button  [ Show token ]  as his own')
  await slack.dispatch.blockAction(carl.id, {
    actions: [{ ...showTokenOf(ana), action_ts: '1' }],
    container: { type: 'message', channel_id: carl.dm, message_ts: '1' },
    channel: { id: carl.dm },
  })
  await carl.waitsFor(english.failures.noSuchRequest)
  await slack.quiet()
  stage.shows(carl)
  if (dremio.secrets.length > 0) throw new Error('Dremio made a token for a stolen click')
}

async function aForwardedLink({ ana, carl, slack, browsers, dremio }: DemoWorld, stage: Stage): Promise<void> {
  stage.does(ana, 'presses [ Show token ], and Carl gets hold of the link')
  await ana.presses('Show token')
  await ana.waitsFor('[ Sign in to Dremio ]')
  await slack.quiet()
  stage.shows(ana)

  stage.does(carl, 'opens it and signs in as carl@acme.test')
  await browsers.carl.open(await opensLink(ana))
  browsers.carl.fill({ email: 'carl@acme.test' })
  await browsers.carl.press('Sign in')
  stage.showsPage(carl, browsers.carl)
  await ana.waitsFor(english.identityFailures.signInRefused({ because: 'somebody else' }))
  await slack.quiet()
  stage.shows(ana)
  if (dremio.secrets.length > 0) throw new Error('Dremio made a token for a stolen link')
}

async function aSignIn({ ana, slack, browsers }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana signs in and gets the token', 'It is made at her click, for her, and shown once.')
  stage.does(ana, 'presses [ Show token ] again, opens the new link and signs in as ana@acme.test')
  const used = linkBefore(ana)
  await ana.presses('Show token', { on: english.identityFailures.signInRefused({ because: 'somebody else' }) })
  await ana.waitsFor((person) => linkBefore(person) !== used)
  await browsers.ana.open(await opensLink(ana))
  browsers.ana.fill({ email: 'ana@acme.test' })
  await browsers.ana.press('Sign in')
  stage.showsPage(ana, browsers.ana)
  await ana.waitsFor(awaited.signedIn)
  await slack.quiet()
  stage.glances(ana)
}

async function aToken({ ana, bea, carl, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  stage.does(ana, 'presses [ Show token ]')
  await ana.presses('Show token')
  await ana.waitsFor(awaited.secret)
  await ana.waitsFor(english.requests.titles.claimed)
  await slack.quiet()
  stage.shows(ana)
  const [secret = 'no secret'] = dremio.secrets
  if (!ana.sees().includes(secret)) throw new Error('Ana does not see the token that Dremio made')
  if ([bea, carl].some((other) => other.sees().includes(secret))) throw new Error('Somebody else sees the token')
  carl.news()
  stage.shows(bea)

  stage.does(ana, 'presses [ How do I connect? ]')
  await ana.presses('How do I connect?')
  await ana.waitsFor(awaited.connect)
  stage.shows(ana)

  stage.does(ana, 'presses [ I have saved it ]')
  await ana.presses('I have saved it')
  await ana.waitsFor(english.requests.received)
  await ana.waitsFor((person) => !person.sees().includes(secret))
  await slack.quiet()
  stage.says('The message with the token is gone from her screen.')
  stage.shows(ana)
}

async function aSecondClick(
  { ana, bea, carl, slack, dremio }: DemoWorld,
  stage: Stage,
  oldTablet: ReturnType<Actor['aims']>,
): Promise<void> {
  stage.does(ana, 'presses [ Show token ] once more, on an old tablet that still shows it')
  await oldTablet()
  await ana.waitsFor(english.failures.stale.claimed)
  await slack.quiet()
  stage.shows(ana)
  stage.showsNothingNewTo(bea, carl)
  if (dremio.secrets.length !== 1) throw new Error('Dremio made a second token')
}

async function aDenial({ ana, bea, carl, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('A request that is denied', 'A denial needs a comment.')
  stage.does(ana, 'types  /dremio-pat create "power bi" 90d  and sends the form')
  await ana.types('/dremio-pat create "power bi" 90d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Monthly report' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.waiting)
  await bea.waitsFor('[ Deny ]')
  for (const person of [ana, bea, carl]) person.news()

  stage.does(bea, 'presses [ Deny ], writes why and presses [ Decide ]')
  await bea.presses('Deny')
  await bea.waitsFor('Decision')
  await bea.fills({ Comment: 'Ninety days are too many. Ask again for a month.' })
  await bea.submits('Decide')
  await ana.waitsFor(english.requests.titles.denied)
  await slack.quiet()
  stage.shows(ana)
}

function linkBefore(person: Actor): string {
  const link = person.linkTo('Sign in to Dremio')
  if (link === undefined) throw new Error('There is no link to sign in with')
  return link
}

/** Slack tells the bot of it, too. */
async function opensLink(person: Actor): Promise<string> {
  const { url = '' } = await person.presses('Sign in to Dremio', { dispatches: true })
  return url
}

function showTokenOf(person: Actor) {
  for (const { blocks } of person.messages) {
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        if (element.type === 'button' && element.text.text === 'Show token') return element
      }
    }
  }
  throw new Error('There is no button to steal')
}
