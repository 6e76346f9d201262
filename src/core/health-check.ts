// What a look at one thing that the bot depends on found, in words for whoever runs the bot.

export interface HealthCheck {
  /** The thing: `Redis`, `Slack scopes`. */
  subject: string
  /** `failure`: the bot will not do its work. `warning`: it will, but somebody should know. */
  state: 'ok' | 'warning' | 'failure'
  /** What was found, one line. Never a secret, never anybody's words. */
  message: string
  /** What to do about it, one line. */
  remedy?: string
}
