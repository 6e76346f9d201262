// Where in Slack a card or a reminder stands, so that it is posted once and edited ever after.

/** Where Slack keeps the cards of a request, by reader (Slack id). Used by the Slack room only. */
export interface MessageLocations {
  of(request: string): Promise<Map<string, MessageLocation>>
  /** True for whoever may post this reader's card: nobody has posted it, and nobody began to within the last minute. */
  reserve(request: string, reader: string, now: number): Promise<boolean>
  remember(request: string, reader: string, place: MessageLocation): Promise<void>
  forget(request: string): Promise<void>
}
export interface MessageLocation {
  channel: string
  ts: string
}
