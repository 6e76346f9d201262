// The result of one check of something that the bot depends on, in words for the operator.

export interface HealthCheck {
  /** What was checked: `Redis`, `Slack scopes`. */
  subject: string
  /** `failure`: the bot does not work. `warning`: the bot works, but an operator should know. */
  state: 'ok' | 'warning' | 'failure'
  /** What was found, on one line. It never contains a secret or anything that a person wrote. */
  message: string
  /** What to do about it, on one line. */
  remedy?: string
}
