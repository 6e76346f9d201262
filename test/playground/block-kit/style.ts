// Slack's light theme, as far as cards and forms show it: sizes, colors and distances of its own client.

export const STYLE = `
  * { box-sizing: border-box }
  body { margin: 0; color: #1d1c1d; background: #fff;
    font: 15px/1.4667 Slack-Lato, Lato, "Helvetica Neue", Helvetica, Arial, sans-serif; font-variant-ligatures: none }
  main { width: 640px; overflow: hidden; border: 1px solid #e2e2e2; border-radius: 8px }
  main.phone { width: 375px }
  b { font-weight: 900 }
  a { color: #1264a3; text-decoration: none }
  hr { margin: 0; border: 0; border-top: 1px solid #ddd }
  .icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6;
    stroke-linecap: round; stroke-linejoin: round }

  .message { position: relative; padding: 8px 20px 10px 64px }
  .message.ephemeral { background: #f8f8f8 }
  .phone .message { padding: 8px 14px 10px 58px }
  .only { display: flex; align-items: center; gap: 6px; margin: 0 0 3px; font-size: 13px; color: #616061 }
  .avatar { position: absolute; left: 20px; top: 12px; width: 36px; height: 36px; border-radius: 8px; display: grid;
    place-items: center; color: #fff; font-weight: 900; font-size: 17px }
  .ephemeral .avatar { top: 34px }
  .phone .avatar { left: 12px }
  .avatar.app { background: #1a3a5c }
  .avatar.person { background: #3f6e9a }
  .avatar svg { width: 36px; fill: none; stroke: #fff; stroke-width: 2.6; stroke-linecap: round }
  .byline { display: flex; align-items: baseline; gap: 6px; line-height: 22px }
  .byline b { font-size: 15px }
  .badge { align-self: center; padding: 0 3px; border-radius: 2px; font-size: 10px; font-weight: 700; line-height: 14px; color: #616061;
    background: #ececec }
  time, .edited { font-size: 12px; color: #616061 }
  .file { display: flex; align-items: center; gap: 10px; width: fit-content; margin-top: 6px; padding: 12px 16px 12px 12px;
    border: 1px solid #ddd; border-radius: 12px }

  .block { margin: 4px 0 8px; overflow-wrap: anywhere }
  .block:last-child { margin-bottom: 4px }
  .header { margin-top: 6px; font-size: 18px; font-weight: 900; line-height: 1.3333 }
  .section { display: flex; gap: 16px; align-items: flex-start }
  .words { flex: 1; min-width: 0 }
  .accessory { flex: none; max-width: 50% }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px }
  .phone .fields { grid-template-columns: 1fr 1fr }
  .words > div + .fields { margin-top: 8px }
  .context { font-size: 13px; line-height: 1.3847; color: #616061 }
  .context > div + div { margin-top: 4px }
  .actions { display: flex; flex-wrap: wrap; gap: 8px }
  .mention { padding: 0 2px 1px; border-radius: 3px; color: #1264a3; background: #e8f5fa }
  code { padding: 2px 3px 1px; border: 1px solid #d4d4d4; border-radius: 3px; background: #f8f8f8; color: #c01343;
    font: 12px/1.5 Monaco, Menlo, Consolas, "DejaVu Sans Mono", monospace }
  pre { margin: 4px 0; padding: 8px; border: 1px solid #d4d4d4; border-radius: 4px; background: #f8f8f8;
    white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.5 Monaco, Menlo, Consolas, "DejaVu Sans Mono", monospace }
  blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #ddd; border-radius: 2px }
  ol, ul { margin: 0; padding-left: 26px }

  .button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-width: 80px; height: 36px;
    padding: 0 12px 1px; border: 1px solid #bbbabb; border-radius: 8px; background: #fff; font-weight: 700; white-space: nowrap }
  .button.primary { color: #fff; background: #007a5a; border-color: #007a5a }
  .button.danger { color: #fff; background: #e01e5a; border-color: #e01e5a }
  .button.overflow { min-width: 36px; padding: 0 }
  .overflow .icon { stroke-width: 2.6 }
  .field, .select { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-height: 40px; padding: 8px 12px;
    border: 1px solid #868686; border-radius: 8px; background: #fff; white-space: pre-wrap }
  .multiline { min-height: 74px; align-items: flex-start }
  .actions .select, .accessory .select { min-width: 180px; min-height: 36px; padding: 5px 10px; border-color: #bbbabb; font-weight: 700 }
  .placeholder { color: #757575; font-weight: 400 }
  .actions .placeholder, .accessory .placeholder { color: inherit; font-weight: 700 }
  .choice { display: flex; gap: 10px; align-items: flex-start; padding: 3px 0 }
  .radio, .checkbox { flex: none; width: 18px; height: 18px; margin-top: 2px; border: 1px solid #868686; background: #fff }
  .radio { border-radius: 50% }
  .checkbox { display: grid; place-items: center; border-radius: 4px }
  .radio.on { border: 5px solid #1264a3 }
  .checkbox.on { color: #fff; background: #1264a3; border-color: #1264a3 }
  .checkbox .icon { width: 13px; stroke-width: 2.6 }
  .label { margin-bottom: 6px; font-weight: 700 }
  .optional { font-weight: 400; color: #616061 }
  .hint { display: block; margin-top: 6px; font-size: 13px; line-height: 1.3847; color: #616061 }
  .wrong .field, .wrong .select { border-color: #e01e5a; background: #fdf1f4 }
  .error { margin-top: 6px; font-size: 13px; font-weight: 700; color: #c01343 }
  .image { display: grid; place-items: center; min-height: 60px; padding: 12px; border-radius: 8px; color: #616061; background: #f0f0f0 }
  .alert > div { padding: 10px 12px; border-left: 4px solid #1264a3; border-radius: 4px; background: #f2f8fc }
  .alert > .warning { border-color: #dfa52b; background: #fdf8ec }
  .alert > .error { margin: 0; border-color: #e01e5a; background: #fdf1f4 }
  .alert > .success { border-color: #007a5a; background: #eff8f5 }

  .form { display: grid; grid-template: "title cross" "body body" "foot foot" / 1fr auto; width: 520px; margin: 16px auto;
    border-radius: 10px; background: #fff; box-shadow: 0 0 0 1px rgb(29 28 29 / 13%), 0 10px 30px rgb(0 0 0 / 14%) }
  .title { grid-area: title; padding: 20px 28px 12px; font-size: 22px; font-weight: 900; line-height: 1.3636 }
  .cross { grid-area: cross; padding: 26px 26px 0 0; color: #616061 }
  .cross .icon { width: 20px; height: 20px }
  .body { grid-area: body; padding: 0 28px 4px }
  .form .block { margin: 0 0 20px }
  .form .block.context { margin-bottom: 14px }
  .form .block:last-child { margin-bottom: 8px }
  .foot { grid-area: foot; display: flex; justify-content: flex-end; gap: 12px; padding: 16px 28px 24px }
  .home { width: auto; background: #fff }
  .home .tabs { display: flex; gap: 16px; align-items: center; padding: 10px 20px 0; border-bottom: 1px solid #e2e2e2 }
  .home .tabs svg { width: 22px; height: 22px; vertical-align: middle; fill: none; stroke: #1a3a5c; stroke-width: 2 }
  .home .tab { padding: 6px 2px 8px; color: #616061 }
  .home .tab.chosen { border-bottom: 2px solid #1d1c1d; color: #1d1c1d }
  .home .body { padding: 12px 20px 24px }
  .phone .form { width: auto; margin: 0; border-radius: 0; box-shadow: none }
  .phone .title { padding: 14px 18px 12px; font-size: 18px }
  .phone .cross { padding: 17px 16px 0 0 }
  .phone .body { padding: 4px 18px 0 }
  .phone .foot { padding: 12px 18px 18px }
  .phone .foot .button { flex: 1 }
`
