package io.foliomq.jms.destination;

import jakarta.jms.InvalidDestinationException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text that an application gives {@code createQueue} or {@code createTopic}: a name, or the textual form of a destination of that
 * kind ({@code queue://orders}), so that what {@code toString} wrote can be read back. Options that clients of ActiveMQ Classic write
 * behind a name ({@code orders?consumer.exclusive=true}) are not part of it; those that mean nothing here are ignored, others refused.
 */
public final class GivenName {
    private static final String OPTIONS = "?consumer.";
    private static final String EXCLUSIVE = "consumer.exclusive=true";
    private static final String SHARED = "consumer.exclusive=false";
    /** They tune how messages are pushed to a client ahead of time, which nobody does here. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("consumer.dispatchAsync", "consumer.maximumPendingMessageLimit", "consumer.prefetchSize");

    private GivenName() {}

    /** @throws InvalidDestinationException if the text is empty, names a topic, or has an option that is not known. */
    public static FolioQueue queue(@Nullable String text) throws InvalidDestinationException {
        return (FolioQueue) named(text, DestinationKind.QUEUE);
    }

    /** @throws InvalidDestinationException if the text is empty, names a queue, or has an option that is not known. */
    public static FolioTopic topic(@Nullable String text) throws InvalidDestinationException {
        return (FolioTopic) named(text, DestinationKind.TOPIC);
    }

    private static FolioDestination named(@Nullable String text, DestinationKind wanted)
            throws InvalidDestinationException {
        String whole = text == null ? "" : text;
        int options = whole.indexOf(OPTIONS);
        if (options < 0) {
            return plain(whole, whole, wanted);
        }
        FolioDestination named = plain(whole.substring(0, options), whole, wanted);
        for (String option : whole.substring(options + 1).split("&", -1)) {
            apply(option, named, whole);
        }
        return named;
    }

    private static FolioDestination plain(String name, String text, DestinationKind wanted)
            throws InvalidDestinationException {
        DestinationKind kind = DestinationKind.ofText(name);
        if (kind == null) {
            return FolioDestination.of(wanted, requirePresent(name, text));
        }
        if (kind.isTopic() != wanted.isTopic()) {
            throw new InvalidDestinationException(
                    "destination of the other kind: name=" + text + ", accepted=" + wanted.prefix() + "NAME or NAME");
        }
        return FolioDestination.of(
                kind, requirePresent(name.substring(kind.prefix().length()), text));
    }

    private static String requirePresent(String name, @Nullable String text) throws InvalidDestinationException {
        if (name.isEmpty()) {
            throw new InvalidDestinationException("destination name: value=" + text + ", accepted=any text");
        }
        return name;
    }

    private static void apply(String option, FolioDestination named, String text) throws InvalidDestinationException {
        switch (option) {
            case EXCLUSIVE -> named.exclusiveness(FolioDestination.Exclusiveness.EXCLUSIVE);
            case SHARED -> named.exclusiveness(FolioDestination.Exclusiveness.SHARED);
            default -> {
                String key = option.substring(0, Math.max(0, option.indexOf('=')));
                if (!WITHOUT_EFFECT.contains(key)) {
                    throw new InvalidDestinationException("option of a destination: name=" + text + ", option=" + option
                            + ", accepted=" + EXCLUSIVE + " " + SHARED + " " + WITHOUT_EFFECT);
                }
            }
        }
    }
}
