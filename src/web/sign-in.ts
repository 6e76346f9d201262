// The two stops of a sign-in in the browser: out with the ticket of the link in Slack, and back with what came of it.
import type { ServerResponse } from 'node:http'
import { failureOf, isTrouble } from './failure.ts'
import { sendPage } from './page.ts'
import { getOnly, type Handler } from './server.ts'
import { type Finished, successPage } from './success.ts'

export interface SignInWorld {
  /** Whether this ticket still works, beginning nothing. Throws `BotError`. */
  checkSignInLink(ticket: string): Promise<unknown>
  /** Where the browser of whoever has this ticket goes. Throws `BotError`. */
  openSignIn(ticket: string): Promise<{ page: string }>
  /** `query` is what the browser brought back, without the question mark. Throws `BotError`. */
  finishSignIn(query: string): Promise<Finished>
  /** Hears of what whoever runs the bot should know, and never of an address. */
  onTrouble(error: unknown): void
}

/** Seconds after which whatever is away is worth another try. */
const RETRY_AFTER = '60'

export function signInRoutes(world: SignInWorld): Record<string, Handler> {
  const { checkSignInLink, finishSignIn, onTrouble } = world
  const openSignIn = oneAtATime(world.openSignIn)
  return {
    'GET /dremio/sign-in/*': (_request, response, { rest }) =>
      orExplain(response, async () => {
        const { page } = await openSignIn(rest)
        response.writeHead(302, { Location: page }).end()
      }),
    // Whoever only looks begins nothing, and is told no place to go on to.
    'HEAD /dremio/sign-in/*': (_request, response, { rest }) =>
      orExplain(response, async () => {
        await checkSignInLink(rest)
        response.writeHead(302).end()
      }),
    // What comes back works once: a mail scanner or a preview that asks HEAD must not use it up.
    'GET /dremio/callback': getOnly((_request, response, { query }) =>
      orExplain(response, async () => {
        const finished = await finishSignIn(query)
        // What is still open is told on the page, and would be heard of by nobody else.
        if (finished.undone !== undefined && isTrouble(finished.undone)) onTrouble(finished.undone)
        sendPage(response, 200, successPage(finished))
      }),
    ),
  }

  async function orExplain(response: ServerResponse, answer: () => Promise<void>): Promise<void> {
    try {
      await answer()
    } catch (error) {
      if (isTrouble(error)) onTrouble(error)
      const { status, page } = failureOf(error)
      if (status === 503) response.setHeader('Retry-After', RETRY_AFTER)
      sendPage(response, status, page)
    }
  }
}

/** Whoever opens a link many times at once begins one sign-in: all of them are sent to the same page. */
function oneAtATime<T>(open: (ticket: string) => Promise<T>): (ticket: string) => Promise<T> {
  const opening = new Map<string, Promise<T>>()
  return (ticket) => {
    const begun = opening.get(ticket)
    if (begun) return begun
    const one = open(ticket).finally(() => opening.delete(ticket))
    opening.set(ticket, one)
    return one
  }
}
