// Signs a request body the way Slack does (authentication/verifying-requests-from-slack, version v0).
import { createHmac } from 'node:crypto'

export const sign = (secret: string, timestamp: number | string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
