package io.foliomq.perf.latency;

import io.foliomq.perf.measure.Counts;
import java.util.List;
import java.util.Locale;

/** The chart with its figures as a page that needs nothing else. */
final class ChartPage {
    private ChartPage() {}

    static String html(String title, String svg, List<LatencyRun> runs) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>")
                .append(title)
                .append("</title>\n<style>body{font:14px system-ui,sans-serif;margin:2rem;color:#333}"
                        + "svg{max-width:100%;height:auto}table{border-collapse:collapse;margin-top:1rem}"
                        + "td,th{padding:.25rem .75rem;text-align:right;border-bottom:1px solid #e2e2e2}"
                        + "td.name,th.name{text-align:left}td.miss{color:#b00020;text-align:left}</style>\n")
                .append(svg)
                .append("<table>\n<tr><th>rate</th><th class=\"name\">latency, µs</th>");
        for (double percentile : LatencyTable.PERCENTILES) {
            page.append("<th>").append(LatencyTable.label(percentile)).append("</th>");
        }
        page.append("<th>achieved/s</th></tr>\n");
        runs.forEach(run -> row(page, run));
        return page.append("</table>\n</html>\n").toString();
    }

    private static void row(StringBuilder page, LatencyRun run) {
        page.append("<tr><td>")
                .append(Counts.text(run.rate()))
                .append("</td><td class=\"name\">")
                .append(run.label())
                .append("</td>");
        for (double percentile : LatencyTable.PERCENTILES) {
            page.append("<td>")
                    .append(LatencyTable.micros(run.latencies(), percentile))
                    .append("</td>");
        }
        page.append(String.format(Locale.ROOT, "<td>%,.0f</td>", run.achieved()));
        if (!run.isSustained()) {
            page.append("<td class=\"miss\">not sustained: ")
                    .append(LatencyTable.verdict(run))
                    .append("</td>");
        }
        page.append("</tr>\n");
    }
}
