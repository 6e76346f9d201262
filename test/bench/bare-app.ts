// The app that the bot is compared with: bare Bolt, same receiver, same signing, and it only acknowledges.
import { App, HTTPReceiver } from '@slack/bolt'

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  customRoutes: [{ path: '/readyz', method: 'GET', handler: (_request, response) => response.writeHead(200).end() }],
})
// As in the bot: with `token` Bolt would ask Slack who we are first.
const authorize = async () => ({ botToken: 'xoxb-bare' })
const app = new App({ receiver, authorize, ignoreSelf: false, convoStore: false })

app.command(/.*/, ({ ack }) => ack())
app.action(/.*/, ({ ack }) => ack())

process.on('SIGTERM', () => process.exit(0))
await receiver.start({ port: Number(process.env.PORT), host: process.env.HOST ?? '127.0.0.1' })
