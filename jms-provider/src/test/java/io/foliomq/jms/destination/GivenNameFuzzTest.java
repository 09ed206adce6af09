package io.foliomq.jms.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.jms.testing.TextMutations;
import jakarta.jms.InvalidDestinationException;
import org.junit.jupiter.api.Test;

/** Names of destinations, as an application may give them. What is accepted is what its own text says, and comes back from it. */
class GivenNameFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final int LEAST_ACCEPTED_PERCENT = 40;
    private static final String OPTIONS = "?consumer.";
    private static final String OPTION =
            "(consumer\\.exclusive=(true|false)|(?s:consumer\\.(dispatchAsync|maximumPendingMessageLimit|prefetchSize)=[^&]*))";
    private static final String[] PIECES = {
        "queue://",
        "topic://",
        "temp-queue://",
        "temp-topic://",
        "?consumer.",
        "?consumer.exclusive=true",
        "&consumer.exclusive=false",
        "&",
        "=",
        "?",
        "consumer.prefetchSize=5",
        "..",
        "/",
        "\\",
        "\0",
        "%2F",
        "~",
        ":",
        "*",
        ">",
        "\uD800",
        "\uDC00",
        "\u00e4",
        "a\u0308",
        "\u202e",
        "CON",
        "x".repeat(300)
    };

    @Test
    void shouldNameOrRefuseWhateverTheTextIs() {
        new Fuzz("destination name", MOST_BYTES)
                .run(
                        LEAST_ACCEPTED_PERCENT,
                        mutations -> TextMutations.bytes(new TextMutations(mutations.random(), PIECES)
                                .change(
                                        mutations.random().nextBoolean()
                                                ? "queue://orders.eu?consumer.exclusive=true&consumer.prefetchSize=1"
                                                : "orders")),
                        input -> isNamed(TextMutations.text(input)));
    }

    private static boolean isNamed(String text) {
        FolioQueue queue;
        try {
            queue = GivenName.queue(text);
        } catch (InvalidDestinationException e) {
            assertThat(e).hasMessageContaining("accepted=");
            assertThat(isAccepted(text)).as("accepted: %s", text).isFalse();
            return false;
        }
        assertThat(isAccepted(text)).as("accepted: %s", text).isTrue();
        assertThat(queue.name()).isEqualTo(nameIn(text));
        assertThat(FolioDestination.parse(queue.toString())).isEqualTo(queue);
        assertThat(queue.exclusiveness())
                .isEqualTo(exclusiveness(text.substring(head(text).length())));
        return true;
    }

    /** Said another way than in the product. */
    private static boolean isAccepted(String text) {
        String head = head(text);
        String options = text.substring(head.length());
        return !head.matches("(?s)(temp-)?topic://.*")
                && !nameIn(text).isEmpty()
                && (options.isEmpty() || options.substring(1).matches(OPTION + "(&" + OPTION + ")*"));
    }

    /** The last that is said. */
    private static FolioDestination.Exclusiveness exclusiveness(String options) {
        FolioDestination.Exclusiveness said = FolioDestination.Exclusiveness.AS_CONFIGURED;
        for (String option : options.substring(options.isEmpty() ? 0 : 1).split("&")) {
            if (option.equals("consumer.exclusive=true")) {
                said = FolioDestination.Exclusiveness.EXCLUSIVE;
            } else if (option.equals("consumer.exclusive=false")) {
                said = FolioDestination.Exclusiveness.SHARED;
            }
        }
        return said;
    }

    private static String head(String text) {
        int options = text.indexOf(OPTIONS);
        return options < 0 ? text : text.substring(0, options);
    }

    private static String nameIn(String text) {
        return head(text).replaceFirst("^(temp-)?queue://", "");
    }
}
