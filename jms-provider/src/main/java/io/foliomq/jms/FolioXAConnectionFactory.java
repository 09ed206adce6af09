package io.foliomq.jms;

import io.foliomq.jms.session.Credentials;
import io.foliomq.jms.session.JmsExceptions;
import io.foliomq.jms.session.Settings;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where an application begins whose transactions span a store and other resources, such as a database, led by a transaction manager (Jakarta Transactions). It is also a {@link FolioConnectionFactory}, with
 * the same settings; that one is no {@link XAConnectionFactory}, so whoever chooses by type has XA when it is asked for and not else.
 */
public final class FolioXAConnectionFactory extends FolioConnectionFactory
        implements XAConnectionFactory, XAQueueConnectionFactory, XATopicConnectionFactory {
    private static final long serialVersionUID = 1L;

    /** The store in {@code ./foliomq}. */
    public FolioXAConnectionFactory() {
        super();
    }

    /** @throws IllegalArgumentException naming what is wrong with the URL and what is accepted. */
    public FolioXAConnectionFactory(String url) {
        super(url);
    }

    /** @param adjustment of the settings before they are used: for clocks of tests. */
    FolioXAConnectionFactory(String url, @Nullable UnaryOperator<Settings> adjustment) {
        super(url, adjustment);
    }

    @Override
    public FolioXAConnection createXAConnection() throws JMSException {
        return connectXA(Domain.ANY, Credentials.NONE);
    }

    /** As this user; {@code null} = as the one of the settings. */
    @Override
    public FolioXAConnection createXAConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return connectXA(Domain.ANY, new Credentials(userName, password));
    }

    @Override
    public FolioXAConnection createXAQueueConnection() throws JMSException {
        return connectXA(Domain.QUEUE, Credentials.NONE);
    }

    @Override
    public FolioXAConnection createXAQueueConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return connectXA(Domain.QUEUE, new Credentials(userName, password));
    }

    @Override
    public FolioXAConnection createXATopicConnection() throws JMSException {
        return connectXA(Domain.TOPIC, Credentials.NONE);
    }

    @Override
    public FolioXAConnection createXATopicConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return connectXA(Domain.TOPIC, new Credentials(userName, password));
    }

    private FolioXAConnection connectXA(Domain domain, Credentials given) throws JMSException {
        return new FolioXAConnection(open(given), domain);
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(@Nullable String userName, @Nullable String password) {
        try {
            return FolioXAContext.on(connectXA(Domain.ANY, new Credentials(userName, password)));
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }
}
