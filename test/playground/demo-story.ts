// The story that the demo tells: Ana asks, Bea decides, Ana signs in, collects, uses and ends a token; others see nothing of it.
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { elementsOf } from '../world/slack/limits/blocks.ts'
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
}

async function aMenu({ ana }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana looks around', 'In any channel, also where the bot is no member. The answer is for her alone.')
  stage.does(ana, 'types  /dremio-pat')
  await ana.types('/dremio-pat')
  await ana.waitsFor('[ New token ]')
  stage.shows(ana)
}

async function aQuestion({ ana }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens(
    'Ana wonders what would happen',
    'The company’s rules are a file; the same rules that decide answer.',
  )
  stage.does(ana, 'types  /dremio-pat why 30d')
  await ana.types('/dremio-pat why 30d')
  await ana.waitsFor('everybody asks the data team')
  stage.shows(ana)
}

async function aForm({ ana, bea, carl, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana asks for a token', 'Her words are in the form already, and it says who would decide.')
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
  await stage.opens(
    'Bea decides',
    'She and Carl are the approvers, and both have the same card. Whoever is first decides.',
  )
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
  stage.says('Bea’s card is edited in place, and so is Carl’s: there is nothing left to press.')
  stage.shows(carl)
}

async function aThief({ ana, carl, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens(
    'Carl tries to collect it',
    'He sends the click on Ana’s button as his own. Who may do what is looked up at the click.',
  )
  stage.does(carl, 'sends a click on  [ Show token ]')
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
  await stage.opens(
    'A link in the wrong hands',
    'Ana presses Show token. Nobody but she can have a token made in her name, so she has to sign in at Dremio. ' +
      'Carl got hold of the link and signs in as himself.',
  )
  stage.does(ana, 'presses [ Show token ]')
  await ana.presses('Show token')
  await ana.waitsFor('[ Sign in to Dremio ]')
  await slack.quiet()
  stage.shows(ana)

  stage.does(carl, 'opens the link and signs in as carl@acme.test')
  await browsers.carl.open(linkBefore(ana))
  browsers.carl.fill({ email: 'carl@acme.test' })
  await browsers.carl.press('Sign in')
  stage.showsPage(carl, browsers.carl)
  await ana.waitsFor(english.identityFailures.signInRefused({ because: 'somebody else' }))
  await slack.quiet()
  stage.shows(ana)
  if (dremio.secrets.length > 0) throw new Error('Dremio made a token for a stolen link')
}

async function aSignIn({ ana, slack, browsers }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana signs in', 'With a new link: the other one is used up. It works once, for ten minutes.')
  stage.does(ana, 'presses [ Show token ] again, and [ Sign in to Dremio ]')
  const used = linkBefore(ana)
  await ana.presses('Show token', { on: 'Someone used your link' })
  const link = await ana.waitsFor((person) => [linkBefore(person)].find((another) => another !== used))
  await browsers.ana.open(link)
  stage.showsPage(ana, browsers.ana)

  stage.does(ana, 'signs in at Dremio as ana@acme.test')
  browsers.ana.fill({ email: 'ana@acme.test' })
  await browsers.ana.press('Sign in')
  stage.showsPage(ana, browsers.ana)
  await ana.waitsFor('You’re signed in to Dremio')
  await slack.quiet()
  stage.says('Back in Slack the card has changed by itself:')
  stage.shows(ana)
}

async function aToken({ ana, bea, carl, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens(
    'Ana collects the token',
    'It does not exist yet: it is made at this click, for her, at Dremio, and shown once.',
  )
  stage.does(ana, 'presses [ Show token ]')
  await ana.presses('Show token')
  await ana.waitsFor('Your Dremio token')
  await ana.waitsFor(english.requests.titles.claimed)
  await slack.quiet()
  stage.shows(ana)
  const [secret = 'no secret'] = dremio.secrets
  if (!ana.sees().includes(secret)) throw new Error('Ana does not see the token that Dremio made')
  if ([bea, carl].some((other) => other.sees().includes(secret))) throw new Error('Somebody else sees the token')
  stage.says(
    'A throw-away from the simulated Dremio. No other screen shows it; Bea and Carl only hear that it was collected:',
  )
  carl.news()
  stage.shows(bea)

  stage.does(ana, 'presses [ How do I connect? ]')
  await ana.presses('How do I connect?')
  await ana.waitsFor('Connect with Tableau')
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
  await stage.opens('A second click', 'An old tablet of Ana’s still shows the button of before.')
  stage.does(ana, 'presses [ Show token ] there')
  await oldTablet()
  await ana.waitsFor(english.failures.stale.claimed)
  await slack.quiet()
  stage.shows(ana)
  stage.showsNothingNewTo(bea, carl)
  if (dremio.secrets.length !== 1) throw new Error('Dremio made a second token')
}

async function aDenial({ ana, bea, carl, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens(
    'A request that is denied',
    'A denial needs a comment, so that the other person knows what to do next.',
  )
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
