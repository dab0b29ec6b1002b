package dev.flotilla.dr.evidence.render;

/** How the page looks: by day, by night and on paper. */
final class Stylesheet {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --paper: #ffffff; --raised: #f6f8fa; --ink: #1b2129; --soft: #57606a; --rule: #d5dbe1;
              --good: #14692f; --good-ground: #e0f5e6; --bad: #b3261e; --bad-ground: #fdeae8;
              --warn: #8a5300; --warn-ground: #fff2d6; --open: #4b5563; --open-ground: #eceff3;
              --accent: #0b5cad; --within: #e9f2fb;
              --lost: #d9601a; --kept-1: #2f78bd; --kept-2: #2a9d8f; --kept-3: #8a6fc0; --kept-4: #6b8e23; --kept-5: #64748b;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --paper: #11161d; --raised: #1a212b; --ink: #e6eaf0; --soft: #a3adba; --rule: #323c49;
                --good: #6fd08c; --good-ground: #12351f; --bad: #ff8f85; --bad-ground: #431a18;
                --warn: #f3be5f; --warn-ground: #3b2a08; --open: #b6c0cd; --open-ground: #262f3b;
                --accent: #7db8f5; --within: #18283a;
                --lost: #e8793a; --kept-1: #4f94d4; --kept-2: #35a99b; --kept-3: #9a82cf; --kept-4: #86a83c; --kept-5: #7c8ba1;
              }
            }
            * { box-sizing: border-box; }
            body {
              margin: 0; background: var(--paper); color: var(--ink);
              font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
            }
            header, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 28px; }
            header { padding-top: 36px; }
            footer { padding-top: 8px; padding-bottom: 48px; }
            h1 { font-size: 28px; line-height: 1.2; margin: 12px 0 6px; letter-spacing: -0.01em; }
            h2 { font-size: 18px; margin: 36px 0 10px; }
            p { margin: 0 0 8px; }
            ul { margin: 0; padding-left: 20px; }
            .meta, .note { color: var(--soft); }
            .verdict {
              display: inline-block; padding: 4px 14px; border-radius: 999px; border: 1.5px solid currentColor;
              font-weight: 650;
            }
            .passed { color: var(--good); background: var(--good-ground); }
            .failed { color: var(--bad); background: var(--bad-ground); }
            .aborted { color: var(--warn); background: var(--warn-ground); }
            .inconclusive { color: var(--open); background: var(--open-ground); }
            .reasons { font-size: 17px; margin-top: 16px; max-width: 60em; }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 24px 0 0; padding: 0; }
            .figure { background: var(--raised); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; display: flex; flex-direction: column; }
            .figure dt { color: var(--soft); font-size: 13px; margin-bottom: auto; }
            .figure dd { margin: 0; }
            .figure .value { font-size: 25px; font-weight: 650; font-variant-numeric: tabular-nums; }
            .figure .objective { font-size: 13px; }
            .met, .held { color: var(--good); }
            .missed, .deviated { color: var(--bad); font-weight: 600; }
            .findings { border-left: 4px solid var(--bad); background: var(--bad-ground); padding: 12px 18px; border-radius: 0 8px 8px 0; }
            .findings.none { border-color: var(--good); background: var(--good-ground); }
            figure { margin: 0; border: 1px solid var(--rule); border-radius: 10px; padding: 18px 20px 12px; overflow-x: auto; }
            figcaption { color: var(--soft); font-size: 13px; margin-top: 10px; }
            .scroll { overflow-x: auto; }
            .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
            table { border-collapse: collapse; width: 100%; font-size: 14px; }
            caption { text-align: left; font-weight: 600; padding: 10px 0 4px; }
            th, td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--rule); }
            th { color: var(--soft); font-weight: 600; font-size: 13px; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
            .facts dt { color: var(--soft); }
            .facts dd { margin: 0; overflow-wrap: anywhere; }
            .hash { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 12px; overflow-wrap: anywhere; }
            td.hash { min-width: 17em; }
            pre { background: var(--raised); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; overflow-x: auto; font-size: 13px; }
            svg { display: block; width: 100%; min-width: 860px; height: auto; }
            svg text { font-size: 12px; fill: var(--ink); }
            svg .panel { font-size: 14px; font-weight: 650; }
            svg .lane { text-anchor: end; fill: var(--soft); }
            svg .legend { font-size: 11.5px; fill: var(--soft); }
            svg .tick { text-anchor: middle; font-size: 11px; fill: var(--soft); }
            svg .label { font-size: 11.5px; }
            svg .label.bad { fill: var(--bad); font-weight: 600; }
            svg .label.good { fill: var(--good); font-weight: 600; }
            svg .label.objective { fill: var(--accent); font-weight: 600; }
            svg .label.end { text-anchor: middle; }
            svg .line { stroke: var(--soft); stroke-width: 1; }
            svg .line.bad { stroke: var(--bad); stroke-width: 1.5; }
            svg .line.good { stroke: var(--good); stroke-width: 1.5; }
            svg .line.objective { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 5 3; }
            svg .dot { fill: var(--soft); }
            svg .dot.bad, svg .dot.late { fill: var(--bad); }
            svg .dot.good, svg .dot.in-time { fill: var(--good); }
            svg .dot.objective { fill: var(--accent); }
            svg .axis, svg .base { stroke: var(--soft); stroke-width: 1; }
            svg .base { stroke: var(--rule); }
            svg .within { fill: var(--within); }
            svg .ground { fill: none; stroke: var(--rule); }
            svg .tick-ready { stroke: var(--good); stroke-width: 2; }
            svg .area { stroke: var(--paper); stroke-width: 0.6; }
            svg .lost { fill: var(--lost); } svg .kept-1 { fill: var(--kept-1); } svg .kept-2 { fill: var(--kept-2); }
            svg .kept-3 { fill: var(--kept-3); } svg .kept-4 { fill: var(--kept-4); } svg .kept-5 { fill: var(--kept-5); }
            svg .hatched { fill: url(#hatch); } svg line.hatch { stroke: var(--paper); stroke-width: 2; opacity: 0.55; }
            svg .bar { opacity: 0.35; } svg .in-time { fill: var(--good); } svg .late { fill: var(--bad); }
            svg .never { fill: url(#hatch); stroke: var(--bad); opacity: 0.8; }
            @media print {
              :root {
                color-scheme: light;
                --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --rule: #bbb; --within: #eef4fa;
                --good: #14692f; --good-ground: #fff; --bad: #b3261e; --bad-ground: #fff;
                --warn: #8a5300; --warn-ground: #fff; --open: #444; --open-ground: #fff; --accent: #0b5cad;
                --lost: #d9601a; --kept-1: #2f78bd; --kept-2: #2a9d8f; --kept-3: #8a6fc0; --kept-4: #6b8e23; --kept-5: #64748b;
              }
              * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
              body { font-size: 10.5pt; }
              header, main, footer { max-width: none; padding: 0; }
              h2 { break-after: avoid; }
              figure, .figure, .findings, tr { break-inside: avoid; }
              thead { display: table-header-group; }
              .scroll, figure { overflow: visible; }
              svg { min-width: 0; }
              @page { margin: 16mm 14mm; }
            }
            """;

    private Stylesheet() {}
}
