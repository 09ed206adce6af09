package io.foliomq.perf.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.reflect.Constructor;
import java.util.Locale;

/** Standard code but for this: which provider it is. */
final class JmsFactory {
    private static final String PROVIDER = "io.foliomq.jms.FolioConnectionFactory";

    private JmsFactory() {}

    static ConnectionFactory at(Setup setup) {
        String url = "folio:" + setup.directory() + "?wait="
                + setup.waiting().name().toLowerCase(Locale.ROOT) + "&durability="
                + setup.durability().name().toLowerCase(Locale.ROOT);
        try {
            Constructor<?> constructor = Class.forName(PROVIDER).getConstructor(String.class);
            return (ConnectionFactory) constructor.newInstance(url);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make connection factory: class=" + PROVIDER + ", url=" + url, e);
        }
    }

    static JMSRuntimeException unchecked(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}
