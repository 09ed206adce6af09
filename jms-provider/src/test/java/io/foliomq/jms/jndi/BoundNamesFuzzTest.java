package io.foliomq.jms.jndi;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.jms.FolioConnectionFactory;
import io.foliomq.jms.destination.GivenName;
import io.foliomq.jms.testing.TextMutations;
import jakarta.jms.InvalidDestinationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.Context;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

/** Properties of an initial context that are almost right, and a second, simpler reader of them that has to agree. */
class BoundNamesFuzzTest {
    private static final long MOST_BYTES = 4 << 20;
    private static final int LEAST_ACCEPTED_PERCENT = 20;
    private static final String SECRET = "hunter2hunter2";
    private static final String FACTORY = "connectionfactory.";
    private static final String PROPERTIES =
            "java.naming.provider.url=folio:a\nconnectionFactory.store=folio:${dir:-/tmp}/mq?linger=0&password="
                    + SECRET
                    + "\nqueue.orders=shop.${a}\ntopic.prices=topic://shop.prices\na=b\nqueue.x=queue://y?consumer.exclusive=true";
    private static final String[] PIECES = {
        "${",
        "}",
        ":-",
        "${a}",
        "${b}",
        "${${a}}",
        "${b:-c}",
        "$",
        "\\",
        "\n",
        "=",
        "queue.",
        "topic.",
        "\nqueue.=",
        "\ntopic.orders=p",
        "connectionFactory.",
        "CONNECTIONFACTORY.",
        "folio:",
        "?",
        "&linger=5",
        "&linger=x",
        "http://",
        "ldap://x/y",
        "java:comp/env",
        "\0",
        "\uD800",
        "dynamicQueues/"
    };

    @Test
    void shouldBindOrRefuseWhateverThePropertiesAre() {
        new Fuzz("JNDI", MOST_BYTES)
                .run(
                        LEAST_ACCEPTED_PERCENT,
                        mutations ->
                                TextMutations.bytes(new TextMutations(mutations.random(), PIECES).change(PROPERTIES)),
                        input -> isBound(TextMutations.text(input)));
    }

    private static boolean isBound(String text) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        }
        Optional<Map<String, List<Object>>> expected = expected(environment);
        Context context;
        try {
            context = new FolioInitialContextFactory().getInitialContext(environment);
        } catch (NamingException e) {
            assertThat(e).hasMessageContaining("key=").hasMessageContaining("accepted=");
            assertThat(expected).as("refused: %s", e).isEmpty();
            if (text.matches("(?s)(.*\n)?connectionFactory\\.store=folio:[^?\n]*\\?[^}\n]*&password=" + SECRET
                    + "([&\n][^}]*)?")) {
                assertThat(e.getMessage()).doesNotContain(SECRET);
            }
            return false;
        }
        assertThat(expected).as("accepted").isPresent();
        Map<String, List<Object>> bound = expected.orElseThrow();
        assertThat(Collections.list(context.list("")))
                .extracting(NameClassPair::getName)
                .containsExactlyElementsOf(bound.keySet());
        for (Map.Entry<String, List<Object>> each : bound.entrySet()) {
            assertThat(each.getValue()).contains(comparable(context.lookup(each.getKey())));
        }
        return true;
    }

    /** By name, what may be bound to it, which is more than one thing if several properties say something; empty if one of them is wrong. */
    private static Optional<Map<String, List<Object>>> expected(Map<String, String> properties) {
        Map<String, List<Object>> bound = new TreeMap<>();
        try {
            String url = filled(properties.getOrDefault(Context.PROVIDER_URL, ""), properties);
            add(bound, "ConnectionFactory", new FolioConnectionFactory(url.startsWith("folio:") ? url : "folio:"));
            for (Map.Entry<String, String> property : properties.entrySet()) {
                String key = property.getKey();
                if (key.toLowerCase(Locale.ROOT).startsWith(FACTORY)) {
                    String value = filled(property.getValue(), properties);
                    add(bound, key.substring(FACTORY.length()), new FolioConnectionFactory(value));
                } else if (key.startsWith("queue.")) {
                    add(bound, key.substring(6), GivenName.queue(filled(property.getValue(), properties)));
                } else if (key.startsWith("topic.")) {
                    add(bound, key.substring(6), GivenName.topic(filled(property.getValue(), properties)));
                }
            }
        } catch (IllegalArgumentException | InvalidDestinationException e) {
            return Optional.empty();
        }
        return Optional.of(bound);
    }

    private static void add(Map<String, List<Object>> bound, String name, Object object) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("no name");
        }
        bound.computeIfAbsent(name, key -> new ArrayList<>()).add(comparable(object));
    }

    private static Object comparable(Object object) {
        return object instanceof FolioConnectionFactory factory ? factory.toString() : object;
    }

    /** Placeholders without a regular expression. */
    private static String filled(String value, Map<String, String> properties) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            int end = value.startsWith("${", at) ? endOfKey(value, at + 2) : -1;
            int close = end < 0 || value.charAt(end) == '}' ? end : value.indexOf('}', end);
            if (close < 0) {
                filled.append(value.charAt(at++));
                continue;
            }
            String key = value.substring(at + 2, end);
            String found = properties.getOrDefault(key, System.getProperty(key, System.getenv(key)));
            if (found == null && close == end) {
                throw new IllegalArgumentException("nothing for " + key);
            }
            filled.append(found != null ? found : value.substring(end + 2, close));
            at = close + 1;
        }
        return filled.toString();
    }

    /** Where {@code }} or {@code :-} is behind a key; -1 if there is no key. */
    private static int endOfKey(String value, int start) {
        for (int i = start; i < value.length(); i++) {
            boolean ends = value.charAt(i) == '}' || value.startsWith(":-", i);
            if (ends || value.charAt(i) == ':') {
                return ends && i > start ? i : -1;
            }
        }
        return -1;
    }
}
