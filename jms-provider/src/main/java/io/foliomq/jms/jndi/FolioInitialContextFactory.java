package io.foliomq.jms.jndi;

import java.util.Hashtable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Administered objects out of the properties of the initial context, and so out of {@code jndi.properties}:
 *
 * <pre>
 *   java.naming.factory.initial = io.foliomq.jms.jndi.FolioInitialContextFactory
 *   java.naming.provider.url    = folio:/var/lib/app/mq          bound as ConnectionFactory
 *   connectionFactory.NAME      = folio:/var/lib/app/mq?…        bound as NAME; also connectionfactory.NAME
 *   connectionFactory.NAME      = folio:/var/lib/app/mq?xa=true  the same, for a transaction manager
 *   queue.NAME                  = name of the queue              bound as NAME
 *   topic.NAME                  = name of the topic              bound as NAME
 * </pre>
 *
 * <p>{@code dynamicQueues/NAME} and {@code dynamicTopics/NAME} need no property. In values, <code>${key}</code> and
 * <code>${key:-default}</code> stand for another property, a system property or an environment variable. What is bound can be looked up and
 * listed, not changed.
 */
public final class FolioInitialContextFactory implements InitialContextFactory {
    private static final String CONNECTION_FACTORY = "connectionfactory.";
    private static final String QUEUE = "queue.";
    private static final String TOPIC = "topic.";
    private static final String DEFAULT_NAME = "ConnectionFactory";
    private static final String DEFAULT_URL = "folio:";

    @Override
    public Context getInitialContext(@Nullable Hashtable<?, ?> environment) throws NamingException {
        Map<String, String> properties = new TreeMap<>();
        if (environment != null) {
            environment.forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        }
        Placeholders placeholders = new Placeholders(properties);
        Map<String, Object> bound = new TreeMap<>();
        bound.put(DEFAULT_NAME, defaultFactory(properties, placeholders));
        for (Map.Entry<String, String> property : properties.entrySet()) {
            try {
                bind(property.getKey(), property.getValue(), placeholders, bound);
            } catch (NamingException e) {
                throw refused(property.getKey(), e);
            }
        }
        return new BoundObjects(bound, environment);
    }

    private static Object defaultFactory(Map<String, String> properties, Placeholders placeholders)
            throws NamingException {
        try {
            String url = placeholders.fill(properties.getOrDefault(Context.PROVIDER_URL, DEFAULT_URL));
            return ConnectionFactories.fromUrl(url.startsWith(DEFAULT_URL) ? url : DEFAULT_URL);
        } catch (NamingException e) {
            throw refused(Context.PROVIDER_URL, e);
        }
    }

    private static void bind(String key, String value, Placeholders placeholders, Map<String, Object> bound)
            throws NamingException {
        if (key.toLowerCase(Locale.ROOT).startsWith(CONNECTION_FACTORY)) {
            bound.put(nameIn(key, CONNECTION_FACTORY), ConnectionFactories.fromUrl(placeholders.fill(value)));
        } else if (key.startsWith(QUEUE)) {
            bound.put(nameIn(key, QUEUE), GivenDestinations.queue(placeholders.fill(value)));
        } else if (key.startsWith(TOPIC)) {
            bound.put(nameIn(key, TOPIC), GivenDestinations.topic(placeholders.fill(value)));
        }
    }

    private static String nameIn(String key, String prefix) throws NamingException {
        if (key.length() == prefix.length()) {
            throw new ConfigurationException("name is missing: accepted=" + key + "NAME");
        }
        return key.substring(prefix.length());
    }

    private static NamingException refused(String key, NamingException reason) {
        NamingException refused =
                new ConfigurationException("property: key=" + key + ", reason=" + reason.getMessage());
        refused.setRootCause(reason.getRootCause() == null ? reason : reason.getRootCause());
        return refused;
    }
}
