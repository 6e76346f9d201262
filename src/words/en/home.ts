// Home: everything that waits for somebody and that they have, at a glance.
import type { DependencyHealth } from '../../core/home.ts'
import type { AuthMethod } from '../../core/sessions/session.ts'
import { anyOf, count, duration, pick } from './grammar.ts'
import { buttons } from './labels.ts'

const dependencies: Readonly<Record<DependencyHealth['name'], string>> = {
  redis: 'Redis',
  slack: 'Slack',
  dremio: 'Dremio',
  alarms: 'reminders and deadlines',
}

const authMethods: Readonly<Record<AuthMethod, string>> = {
  oauth: 'people sign in to Dremio',
  idp: 'people sign in with your company’s provider',
  impersonation: 'the bot’s own account acts for people',
  token: 'one fixed token',
  issuer: 'the bot signs for people',
}

const whatForTokens = `A token lets a tool like Tableau, Python or dbt use Dremio as you. Press *${buttons.newToken}* and say what it’s for; I’ll ask whoever has to approve it.`

/** A label, and when something ends or happened. */
interface Named {
  label: string
  when: string
}

const signInFirst = 'You’ll sign in to Dremio first.'

type TokenState = 'active' | 'soon' | 'retiring' | 'expired' | 'revoked'

/** The marks are for the eye; the words say the same. */
const tokenStates: Readonly<Record<TokenState, (named: Named) => string>> = {
  active: ({ label, when }) => `🟢 ${label} · active · expires ${when}`,
  soon: ({ label, when }) => `🟡 ${label} · expires soon · ${when}`,
  retiring: ({ label, when }) => `🟠 ${label} · retiring · stops working ${when}`,
  expired: ({ label, when }) => `⚪ ${label} · expired ${when}`,
  revoked: ({ label }) => `⚪ ${label} · revoked`,
}

export const home = {
  /** Above a form that answers a click on Home, at most 24 characters. */
  title: 'Dremio tokens',
  updated: ({ when }: { when: string }) => `Updated ${when}`,
  unread: `Some of this can’t be read right now. Press *${buttons.refreshHome}* in a few minutes.`,

  needs: {
    title: 'Needs you',
    unknown: 'I can’t tell what needs you right now.',
    /** `signsIn`: they have to sign in to Dremio first. */
    ready: ({
      label,
      lifetime,
      when,
      signsIn,
    }: {
      label: string
      lifetime: number
      when: string | undefined
      signsIn: boolean
    }) =>
      `${label} · ${duration(lifetime)} · approved. ${when === undefined ? 'Get it when you’re ready.' : `Get it by ${when}.`}${signsIn ? ` ${signInFirst}` : ''}`,
    unsure: ({ label }: { label: string }) =>
      `${label} · something went wrong while I created it. Press *${buttons.showToken}* to fix it.`,
    receipt: ({ label, when }: Named) => `${label} · created ${when}. Did you save it?`,
    retiring: ({ label, when }: Named) => `The old ${label} works until ${when}.`,
    replacedAndDue: ({ label }: { label: string }) =>
      `The old ${label} should be gone by now, and only you can revoke it. Press *${buttons.cutNow}*.`,
    toRevoke: ({ label, signsIn }: { label: string; signsIn: boolean }) =>
      `${label} should be revoked, and only you can do that.${signsIn ? ` ${signInFirst}` : ''}`,
    /** After *Show token*: the secret is never on Home. */
    tokenShown: 'Your token is in the *Messages* tab, for your eyes only. It’s shown once, so save it now.',
  },

  reviews: {
    title: 'Waiting for your review',
    unknown: 'I can’t read the requests to review right now.',
    none: 'Nothing to review. New requests show up here and in our messages.',
    /** `onBehalfOf` an approver who is away. */
    row: ({
      requester,
      label,
      lifetime,
      when,
      onBehalfOf,
      lapses,
    }: Named & {
      requester: string
      lifetime: number
      onBehalfOf: string | undefined
      lapses: string | undefined
    }) =>
      [
        `${requester} · ${label} · ${duration(lifetime)} · asked ${when}`,
        ...(lapses === undefined ? [] : [`lapses ${lapses}`]),
        ...(onBehalfOf === undefined ? [] : [`for ${onBehalfOf}`]),
      ].join(' · '),
    standIn: ({ delegate, until }: { delegate: string; until: string }) =>
      `${delegate} reviews for you until ${until}.`,
    noStandIn: 'Nobody’s reviewing for you. Going away? Let somebody else review.',
  },

  decisions: {
    title: 'Your reviews',
    none: 'No decisions in the last 30 days.',
    row: ({
      requester,
      label,
      lifetime,
      verdict,
      when,
    }: { requester: string; lifetime: number; verdict: 'approved' | 'denied' } & Named) =>
      `${requester} · ${label} · ${duration(lifetime)} · ${verdict} ${when}`,
  },

  tokens: {
    title: 'Your tokens',
    unknown: 'I can’t read your tokens right now.',
    none: `You don’t have any tokens. ${whatForTokens}`,
    noneCreatedHere: `You don’t have any tokens created here. ${whatForTokens}`,
    limit: ({ active, most }: { active: number; most: number }) => `${active} active · at most ${most} created here`,
    row: ({ state, label, when, elsewhere }: Named & { state: TokenState; elsewhere: boolean }) =>
      [tokenStates[state]({ label, when }), ...(elsewhere ? ['created in Dremio'] : [])].join(' · '),
    onlyCreatedHere: `Only tokens created here are listed. *${buttons.myTokens}* gets the others from Dremio.`,
    howToSeeOthers: `*${buttons.myTokens}* shows tokens created in Dremio.`,
    asOfLastCheck: ({ when }: { when: string | undefined }) =>
      `Tokens created in Dremio are from my last check${when === undefined ? '' : `, ${when}`}. *${buttons.myTokens}* checks again.`,
    notResponding: 'Dremio isn’t responding, so tokens created there may be missing or out of date.',
  },

  requests: {
    title: 'Your open requests',
    unknown: 'I can’t read your requests right now.',
    none: `No open requests. Press *${buttons.newToken}* to start one. \`/dremio-pat why 30d\` shows who would decide.`,
    waiting: ({
      label,
      lifetime,
      people,
      when,
    }: {
      label: string
      lifetime: number
      people: readonly string[]
      when: string | undefined
    }) =>
      `${label} · ${duration(lifetime)} · waiting for ${people.length === 0 ? 'an approver' : anyOf(people)}${when === undefined ? '' : ` · lapses ${when}`}`,
    creating: ({ label, lifetime }: { label: string; lifetime: number }) =>
      `${label} · ${duration(lifetime)} · being created`,
  },

  account: {
    title: 'Dremio and reminders',
    unknownLink: 'I can’t read which Dremio user you are right now.',
    unknownReminders: 'I can’t read your reminder settings right now.',
    notLinked: 'You aren’t linked to a Dremio user yet. That happens when you first request a token.',
  },

  administrator: {
    title: 'For bot admins',
    unknown: 'I can’t read whether you’re a bot admin right now.',
    /** Each with a mark and, if it doesn't answer, with words. */
    health: (found: readonly DependencyHealth[]) =>
      found
        .map(({ name, isWell }) => (isWell ? `🟢 ${dependencies[name]}` : `🔴 ${dependencies[name]}: not working`))
        .join(' · '),
    authMethod: ({ method }: { method: AuthMethod }) => `*Access to Dremio*\n${authMethods[method]} (\`${method}\`)`,
    policy: ({ version, since }: { version: string; since: string | undefined }) =>
      `*Policy*\n\`${version}\`${since === undefined ? '' : ` since ${since}`}`,
    unknownTokens: 'I can’t count everybody’s tokens right now.',
    breaking: ({ amount }: { amount: number }) =>
      amount === 0
        ? 'No token breaks today’s limits.'
        : `${count(amount, 'token')} ${pick(amount, 'breaks', 'break')} today’s limits`,
    breakingToken: ({ owner, label, why, when }: Named & { owner: string; why: string }) =>
      `${owner} · ${label} · ${why} · expires ${when}`,
    findPerson: 'Find a person',
    cleanUp: 'To clean up',
    nothingToCleanUp: 'Nothing to clean up: every token that should be gone is gone.',
    unknownCleanUp: 'I can’t read what has to be cleaned up right now.',
    /** What screen readers call the pages of these. */
    links: 'Links to confirm',
    link: ({ by, person, user }: { by: string; person: string; user: string }) =>
      `${by} wants to link ${person} to the Dremio user ${user}.`,
    unknownLinks: 'I can’t read the links to confirm right now.',
  },

  page: ({ from, to, of }: { from: number; to: number; of: number }) => `${from}–${to} of ${of}`,
}
