package io.foliomq.cli;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.Survey.HeldRecord;
import io.foliomq.engine.Survey.Hold;
import io.foliomq.engine.Survey.KeptSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What keeps the segments. */
@Command(
        name = "why",
        description =
                "Says why each segment is still kept: by which subscription, from which message on, leased by whom.",
        mixinStandardHelpOptions = true)
final class WhyCommand extends StoreCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "DESTINATION",
            description = "NAME, queue://NAME or topic://NAME; default: all.")
    private @Nullable String name;

    @Override
    int run(Store store) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Destination destination : destinations(store)) {
            for (KeptSegment segment : store.survey().segments(destination)) {
                if (segment.holds().isEmpty()) {
                    rows.add(row(destination, segment));
                }
                for (Hold hold : segment.holds()) {
                    Map<String, @Nullable Object> row = row(destination, segment);
                    addHold(row, hold);
                    rows.add(row);
                }
            }
        }
        if (output().isJson()) {
            output().rows(rows);
        } else {
            rows.forEach(row -> say(row, store.options().clock().time()));
        }
        return ExitCodes.DONE;
    }

    private List<Destination> destinations(Store store) {
        String given = name;
        if (given != null) {
            return List.of(DestinationArgument.find(store, given)
                    .orElseThrow(() -> new Failure(
                            ExitCodes.NOTHING,
                            "no such destination: destination=" + given + ", store="
                                    + store.options().directory())));
        }
        List<Destination> all = new ArrayList<>();
        for (DestinationKind kind : DestinationKind.values()) {
            all.addAll(store.destinations(kind));
        }
        return all;
    }

    private static Map<String, @Nullable Object> row(Destination destination, KeptSegment segment) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("destination", DestinationArgument.text(destination));
        row.put("priority", segment.priority());
        row.put("segment", segment.segment());
        row.put("first", segment.first());
        row.put("end", segment.end());
        row.put("current", segment.current());
        row.put("created", Ages.instant(segment.createdMs()));
        row.put("diskBytes", segment.diskBytes());
        return row;
    }

    private static void addHold(Map<String, @Nullable Object> row, Hold hold) {
        HeldRecord oldest = hold.oldest();
        row.put("subscription", hold.subscription().isEmpty() ? null : hold.subscription());
        row.put("unsettled", hold.records());
        row.put("ready", hold.ready());
        row.put("leased", hold.leased());
        row.put("deferred", hold.deferred());
        row.put("sequence", oldest.sequence());
        row.put("state", oldest.state());
        row.put("deliveries", oldest.deliveryCount());
        row.put("sentMs", oldest.timestampMs());
        row.put("due", oldest.dueMs() == 0 ? null : Ages.instant(oldest.dueMs()));
        row.put("lessee", oldest.lessee());
    }

    private void say(Map<String, @Nullable Object> row, long now) {
        StringBuilder line = new StringBuilder();
        line.append(row.get("destination")).append(" priority ").append(row.get("priority"));
        line.append(": segment ")
                .append(row.get("segment"))
                .append(" (sequences ")
                .append(row.get("first"));
        line.append(" to below ")
                .append(row.get("end"))
                .append(", ")
                .append(row.get("diskBytes"))
                .append(" bytes) ");
        if (row.containsKey("unsettled")) {
            sayHold(line, row, now);
        } else if (Boolean.TRUE.equals(row.get("current"))) {
            line.append("is the one that is appended to; nothing in it is open");
        } else {
            line.append("is settled, and goes with the next sweep");
        }
        output().out().println(line);
    }

    private static void sayHold(StringBuilder line, Map<String, @Nullable Object> row, long now) {
        Object subscription = row.get("subscription");
        line.append("is kept by ").append(row.get("unsettled")).append(" open messages");
        if (subscription != null) {
            line.append(" of subscription ").append(subscription);
        }
        line.append(" (")
                .append(row.get("ready"))
                .append(" ready, ")
                .append(row.get("leased"))
                .append(" leased, ");
        line.append(row.get("deferred"))
                .append(" deferred); the first is sequence ")
                .append(row.get("sequence"));
        line.append(", ").append(row.get("state"));
        if (row.get("sentMs") instanceof Long sent && sent > 0) {
            line.append(", sent ").append(Ages.span(now - sent)).append(" ago");
        }
        if (row.get("lessee") != null) {
            line.append(", leased by ").append(row.get("lessee"));
        }
        if (row.get("due") != null) {
            line.append(", due ").append(row.get("due"));
        }
    }
}
