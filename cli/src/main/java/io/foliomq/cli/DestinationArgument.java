package io.foliomq.cli;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which destination, and of a topic which subscription. */
final class DestinationArgument {
    private static final String QUEUE = "queue://";
    private static final String TOPIC = "topic://";

    @Parameters(index = "0", paramLabel = "DESTINATION", description = "NAME or queue://NAME, or topic://NAME.")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String name;

    @Option(
            names = "--subscription",
            paramLabel = "NAME",
            description = "Of a topic: which subscription, as the command destinations lists it.")
    private @Nullable String subscription;

    Destination find(Store store) {
        return find(store, name)
                .orElseThrow(() -> new Failure(
                        ExitCodes.NOTHING,
                        "no such destination: destination=" + name + ", store="
                                + store.options().directory() + ", accepted=" + names(store)));
    }

    /** The subscription meant: a queue's only one, or the named one of a topic. */
    Subscription findSubscription(Store store) {
        Destination destination = find(store);
        if (destination.kind() == DestinationKind.QUEUE) {
            return destination.subscription();
        }
        List<String> known =
                destination.subscriptions().stream().map(Subscription::name).toList();
        if (subscription == null) {
            throw new Failure(
                    ExitCodes.USAGE,
                    "topic without subscription: destination=" + name + ", accepted=--subscription with one of "
                            + known);
        }
        return destination
                .subscription(subscription)
                .orElseThrow(() -> new Failure(
                        ExitCodes.NOTHING,
                        "no such subscription: destination=" + name + ", subscription=" + subscription + ", accepted="
                                + known));
    }

    static Optional<Destination> find(Store store, String name) {
        return name.startsWith(TOPIC)
                ? store.find(DestinationKind.TOPIC, name.substring(TOPIC.length()))
                : store.find(DestinationKind.QUEUE, queueName(name));
    }

    /** The name of a queue, given alone or in the long form; a topic is refused. */
    static String queueName(String text) {
        if (text.startsWith(TOPIC)) {
            throw new Failure(ExitCodes.USAGE, "destination: value=" + text + ", accepted=a queue");
        }
        return text.startsWith(QUEUE) ? text.substring(QUEUE.length()) : text;
    }

    boolean isTopic() {
        return name.startsWith(TOPIC);
    }

    /** As it was written, without what says the kind. */
    String plainName() {
        return isTopic() ? name.substring(TOPIC.length()) : queueName(name);
    }

    private static List<String> names(Store store) {
        List<String> names = new ArrayList<>();
        for (DestinationKind kind : DestinationKind.values()) {
            store.destinations(kind).forEach(destination -> names.add(text(destination)));
        }
        return names.size() <= 20 ? names : names.subList(0, 20);
    }

    /** The long form. */
    static String text(Destination destination) {
        return (destination.kind() == DestinationKind.TOPIC ? TOPIC : QUEUE) + destination.name();
    }
}
