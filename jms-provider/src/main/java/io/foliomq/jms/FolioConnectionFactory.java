package io.foliomq.jms;

import io.foliomq.jms.session.ConnectionScope;
import io.foliomq.jms.session.Credentials;
import io.foliomq.jms.session.JmsExceptions;
import io.foliomq.jms.session.Settings;
import io.foliomq.jms.session.StoreUrl;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.Serializable;
import java.util.function.UnaryOperator;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import org.jspecify.annotations.Nullable;

/**
 * Where an application begins. Holds settings and nothing else; the store is opened, and made if there is none, by the first connection, and
 * all connections of a JVM to one directory share it. Any thread may use it; the setters are for the time before that.
 *
 * <p>The settings are those of a URL, {@code folio:DIRECTORY?key=value&…}, and each key has a setter:
 *
 * <pre>
 *   durability               process (default), group, power: what a send that returned survives
 *   group                    interval of durability=group, ms
 *   wait                     spin, balanced (default), economy: what a waiting consumer does before it sleeps
 *   sendTimeout              how long a send waits for another one, ms
 *   segmentBytes             size of a log segment of a new store; sizes may end with k, m or g
 *   largestMessage           largest message that the store takes
 *   diskReserve              free disk that sending leaves untouched
 *   linger                   how long the store stays open after the last connection of this JVM, ms
 *   limit.maxDepth           messages in a destination that this factory's connections make; 0 = no limit
 *   limit.maxBytes           their bytes
 *   limit.overflow           block (default), fail, drop-oldest
 *   limit.blockTimeout       how long block waits, ms
 *   user, password           of each connection that is not given others; asked for by a store that has users
 *   jms.clientID             client identifier of each connection
 *   jms.populateJMSXUserID   whether each message says in JMSXUserID who sent it; false by default
 *   jms.trustedPackages      packages and classes that object messages may read, comma separated; nothing by default
 *   redelivery.maximumRedeliveries, .initialRedeliveryDelay, .redeliveryDelay, .backOffMultiplier, .useExponentialBackOff,
 *     .maximumRedeliveryDelay   redelivery[PATTERN].… for the destinations that a pattern with * matches
 *   consumer.exclusive       whether one consumer gets everything while the others stand by; false by default
 *   consumer.rebalanceGroups whether a new consumer asks for its share of message groups; consumer[PATTERN].… as with redelivery
 *   deadLetter               queue of messages that were redelivered too often, with {name}; none = they are discarded
 * </pre>
 */
public sealed class FolioConnectionFactory
        implements ConnectionFactory,
                QueueConnectionFactory,
                TopicConnectionFactory,
                Referenceable,
                Serializable,
                AutoCloseable
        permits FolioXAConnectionFactory {
    /** The type of the {@link Reference} address that carries the URL. */
    public static final String REFERENCE_ADDRESS = "url";

    private static final long serialVersionUID = 1L;
    private static final String OBJECT_FACTORY = "io.foliomq.jms.jndi.FolioObjectFactory";

    private volatile String url;
    private final transient @Nullable UnaryOperator<Settings> adjustment;

    /** The store in {@code ./foliomq}. */
    public FolioConnectionFactory() {
        this("folio:" + StoreUrl.DEFAULT_DIRECTORY);
    }

    /** @throws IllegalArgumentException naming what is wrong with the URL and what is accepted. */
    public FolioConnectionFactory(String url) {
        this(url, null);
    }

    /** @param adjustment of the settings before they are used: for clocks of tests. */
    FolioConnectionFactory(String url, @Nullable UnaryOperator<Settings> adjustment) {
        this.url = checked(url);
        this.adjustment = adjustment;
    }

    private static String checked(String url) {
        StoreUrl parsed = StoreUrl.parse(url);
        parsed.toSettings();
        return parsed.text();
    }

    // ---- connections

    @Override
    public Connection createConnection() throws JMSException {
        return connect(Domain.ANY, Credentials.NONE);
    }

    /** As this user; {@code null} = as the one of the settings. Fails with {@link jakarta.jms.JMSSecurityException} if the store has users and this is none, or the password is wrong. */
    @Override
    public Connection createConnection(@Nullable String userName, @Nullable String password) throws JMSException {
        return connect(Domain.ANY, new Credentials(userName, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return connect(Domain.QUEUE, Credentials.NONE);
    }

    @Override
    public QueueConnection createQueueConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return connect(Domain.QUEUE, new Credentials(userName, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return connect(Domain.TOPIC, Credentials.NONE);
    }

    @Override
    public TopicConnection createTopicConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return connect(Domain.TOPIC, new Credentials(userName, password));
    }

    private FolioConnection connect(Domain domain, Credentials given) throws JMSException {
        return new FolioConnection(open(given), domain);
    }

    ConnectionScope open(Credentials given) throws JMSException {
        Settings parsed = StoreUrl.parse(url).toSettings();
        Settings settings = parsed.withCredentials(given.orElse(parsed.credentials()));
        return ConnectionScope.open(adjustment == null ? settings : adjustment.apply(settings));
    }

    @Override
    public JMSContext createContext() {
        return createContext(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(@Nullable String userName, @Nullable String password) {
        return createContext(userName, password, Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(@Nullable String userName, @Nullable String password, int sessionMode) {
        try {
            return FolioContext.on(connect(Domain.ANY, new Credentials(userName, password)), sessionMode);
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    /**
     * Lets go of the store now, if no connection is open and it only lingers (setting {@code linger}): afterwards this JVM has none of its files open
     * and none of its threads. Connections that are open stay open; this factory may go on making connections.
     */
    @Override
    public void close() throws JMSException {
        ConnectionScope.endLinger(StoreUrl.parse(url).toSettings());
    }

    // ---- settings

    /** All settings but the password, as a URL. */
    public String getUrl() {
        return StoreUrl.parse(url).textWithoutPassword();
    }

    /** @throws IllegalArgumentException naming what is wrong with the URL and what is accepted. */
    public void setUrl(String url) {
        this.url = checked(url);
    }

    public String getDirectory() {
        return StoreUrl.parse(url).directory();
    }

    public void setDirectory(String directory) {
        url = new StoreUrl(directory, StoreUrl.parse(url).parameters()).text();
    }

    /** A setting by its key; null if it has its default value, and for the password, which nobody is told. */
    public @Nullable String getSetting(String key) {
        return key.equals("password") ? null : StoreUrl.parse(url).parameters().get(key);
    }

    /**
     * Any setting by its key, the form for those with patterns too; null takes it back.
     *
     * @throws IllegalArgumentException naming key, value and what is accepted.
     */
    public void setSetting(String key, @Nullable String value) {
        url = StoreUrl.parse(url).with(key, value).text();
    }

    public @Nullable String getDurability() {
        return getSetting("durability");
    }

    public void setDurability(String durability) {
        setSetting("durability", durability);
    }

    public @Nullable String getGroup() {
        return getSetting("group");
    }

    public void setGroup(String ms) {
        setSetting("group", ms);
    }

    public @Nullable String getWait() {
        return getSetting("wait");
    }

    public void setWait(String wait) {
        setSetting("wait", wait);
    }

    public @Nullable String getSendTimeout() {
        return getSetting("sendTimeout");
    }

    public void setSendTimeout(String ms) {
        setSetting("sendTimeout", ms);
    }

    public @Nullable String getSegmentBytes() {
        return getSetting("segmentBytes");
    }

    public void setSegmentBytes(String size) {
        setSetting("segmentBytes", size);
    }

    public @Nullable String getLargestMessage() {
        return getSetting("largestMessage");
    }

    public void setLargestMessage(String size) {
        setSetting("largestMessage", size);
    }

    public @Nullable String getDiskReserve() {
        return getSetting("diskReserve");
    }

    public void setDiskReserve(String size) {
        setSetting("diskReserve", size);
    }

    public @Nullable String getLinger() {
        return getSetting("linger");
    }

    public void setLinger(String ms) {
        setSetting("linger", ms);
    }

    public @Nullable String getLimitMaxDepth() {
        return getSetting("limit.maxDepth");
    }

    public void setLimitMaxDepth(String messages) {
        setSetting("limit.maxDepth", messages);
    }

    public @Nullable String getLimitMaxBytes() {
        return getSetting("limit.maxBytes");
    }

    public void setLimitMaxBytes(String size) {
        setSetting("limit.maxBytes", size);
    }

    public @Nullable String getLimitOverflow() {
        return getSetting("limit.overflow");
    }

    public void setLimitOverflow(String overflow) {
        setSetting("limit.overflow", overflow);
    }

    public @Nullable String getLimitBlockTimeout() {
        return getSetting("limit.blockTimeout");
    }

    public void setLimitBlockTimeout(String ms) {
        setSetting("limit.blockTimeout", ms);
    }

    public @Nullable String getUser() {
        return getSetting("user");
    }

    public void setUser(@Nullable String user) {
        setSetting("user", user);
    }

    public void setPassword(@Nullable String password) {
        setSetting("password", password);
    }

    public @Nullable String getPopulateJMSXUserID() {
        return getSetting("jms.populateJMSXUserID");
    }

    public void setPopulateJMSXUserID(String trueOrFalse) {
        setSetting("jms.populateJMSXUserID", trueOrFalse);
    }

    public @Nullable String getClientID() {
        return getSetting("jms.clientID");
    }

    public void setClientID(@Nullable String clientId) {
        setSetting("jms.clientID", clientId);
    }

    public @Nullable String getTrustedPackages() {
        return getSetting("jms.trustedPackages");
    }

    public void setTrustedPackages(String packages) {
        setSetting("jms.trustedPackages", packages);
    }

    public @Nullable String getDeadLetter() {
        return getSetting("deadLetter");
    }

    public void setDeadLetter(String pattern) {
        setSetting("deadLetter", pattern);
    }

    public @Nullable String getMaximumRedeliveries() {
        return getSetting("redelivery.maximumRedeliveries");
    }

    public void setMaximumRedeliveries(String times) {
        setSetting("redelivery.maximumRedeliveries", times);
    }

    public @Nullable String getInitialRedeliveryDelay() {
        return getSetting("redelivery.initialRedeliveryDelay");
    }

    public void setInitialRedeliveryDelay(String ms) {
        setSetting("redelivery.initialRedeliveryDelay", ms);
    }

    public @Nullable String getRedeliveryDelay() {
        return getSetting("redelivery.redeliveryDelay");
    }

    public void setRedeliveryDelay(String ms) {
        setSetting("redelivery.redeliveryDelay", ms);
    }

    public @Nullable String getBackOffMultiplier() {
        return getSetting("redelivery.backOffMultiplier");
    }

    public void setBackOffMultiplier(String factor) {
        setSetting("redelivery.backOffMultiplier", factor);
    }

    public @Nullable String getUseExponentialBackOff() {
        return getSetting("redelivery.useExponentialBackOff");
    }

    public void setUseExponentialBackOff(String trueOrFalse) {
        setSetting("redelivery.useExponentialBackOff", trueOrFalse);
    }

    public @Nullable String getMaximumRedeliveryDelay() {
        return getSetting("redelivery.maximumRedeliveryDelay");
    }

    public void setMaximumRedeliveryDelay(String ms) {
        setSetting("redelivery.maximumRedeliveryDelay", ms);
    }

    public @Nullable String getExclusive() {
        return getSetting("consumer.exclusive");
    }

    public void setExclusive(String trueOrFalse) {
        setSetting("consumer.exclusive", trueOrFalse);
    }

    public @Nullable String getRebalanceGroups() {
        return getSetting("consumer.rebalanceGroups");
    }

    public void setRebalanceGroups(String trueOrFalse) {
        setSetting("consumer.rebalanceGroups", trueOrFalse);
    }

    // ---- identity

    /** With the password: whoever may read what it is bound to may connect. */
    @Override
    public Reference getReference() {
        return new Reference(getClass().getName(), new StringRefAddr(REFERENCE_ADDRESS, url), OBJECT_FACTORY, null);
    }

    /** The URL, the password not shown. */
    @Override
    public String toString() {
        return StoreUrl.parse(url).toString();
    }
}
