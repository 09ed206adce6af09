package io.foliomq.perf.contender;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.util.Locale;

/** Standard code but for this: which provider it is. */
final class JmsFactory {
    private JmsFactory() {}

    static ConnectionFactory at(Setup setup) {
        String url = "folio:" + setup.directory() + "?wait="
                + setup.waiting().name().toLowerCase(Locale.ROOT) + "&durability="
                + setup.durability().name().toLowerCase(Locale.ROOT);
        return new FolioConnectionFactory(url);
    }

    static JMSRuntimeException unchecked(JMSException e) {
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}
