package io.foliomq.cli;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** What the destinations hold. */
@Command(
        name = "destinations",
        description = "Lists queues and topics, with depth, bytes, oldest message and consumers of each subscription.",
        mixinStandardHelpOptions = true)
final class DestinationsCommand extends StoreCommand {
    @Override
    int run(Store store) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (DestinationKind kind : DestinationKind.values()) {
            for (Destination destination : store.destinations(kind)) {
                List<? extends Subscription> subscriptions = destination.subscriptions();
                if (subscriptions.isEmpty()) {
                    rows.add(row(store, destination, null));
                }
                subscriptions.forEach(subscription -> rows.add(row(store, destination, subscription)));
            }
        }
        output().rows(rows);
        return ExitCodes.DONE;
    }

    private Map<String, @Nullable Object> row(
            Store store, Destination destination, @Nullable Subscription subscription) {
        Subscription named = subscription == null || subscription.name().isEmpty() ? null : subscription;
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("destination", DestinationArgument.text(destination));
        row.put("subscription", named == null ? null : named.name());
        row.put("durable", named == null ? null : named.isDurable());
        row.put("depth", subscription == null ? 0 : subscription.depth());
        row.put("bytes", subscription == null ? 0 : subscription.bytes());
        row.put("leased", subscription == null ? 0 : subscription.leased());
        row.put("consumers", subscription == null ? 0 : subscription.tailers());
        row.put("sent", destination.appended());
        addAge(row, store, subscription);
        return row;
    }

    private void addAge(Map<String, @Nullable Object> row, Store store, @Nullable Subscription subscription) {
        OptionalLong oldest =
                subscription == null ? OptionalLong.empty() : store.survey().oldestMs(subscription);
        if (output().isJson()) {
            row.put("oldest", oldest.isEmpty() ? null : Ages.instant(oldest.getAsLong()));
        } else {
            long now = store.options().clock().time();
            row.put("age", oldest.isEmpty() ? null : Ages.span(now - oldest.getAsLong()));
        }
    }
}
