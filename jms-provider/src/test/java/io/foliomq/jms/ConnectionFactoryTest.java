package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.jndi.FolioObjectFactory;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFactoryTest extends ProviderTest {
    @Test
    @Checklist(1)
    void shouldTouchNothingBeforeTheFirstConnection() throws JMSException {
        FolioConnectionFactory factory = factory();
        assertThat(Files.exists(directory.resolve("store"))).isFalse();
        factory.createConnection().close();
        assertThat(Files.exists(directory.resolve("store"))).isTrue();
    }

    @Test
    @Checklist(2)
    void shouldComeBackFromSerializationAndFromAReference() throws Exception {
        FolioConnectionFactory factory = factory("jms.clientID=me");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(((FolioConnectionFactory) copy).getUrl()).isEqualTo(factory.getUrl());
        Object referenced = new FolioObjectFactory().getObjectInstance(factory.getReference(), null, null, null);
        assertThat(((FolioConnectionFactory) referenced).getUrl()).isEqualTo(factory.getUrl());
    }

    @Test
    @Checklist(2)
    void shouldBeABeanWhoseSettersMirrorTheUrl() {
        FolioConnectionFactory factory = new FolioConnectionFactory();
        assertThat(factory.getDirectory()).isEqualTo("foliomq");
        factory.setDirectory("/var/lib/app mq");
        factory.setDurability("power");
        factory.setClientID("me&you");
        factory.setMaximumRedeliveries("3");
        factory.setSetting("redelivery[orders.*].redeliveryDelay", "100");
        assertThat(factory.getUrl())
                .isEqualTo("folio:/var/lib/app%20mq?durability=power&jms.clientID=me%26you"
                        + "&redelivery.maximumRedeliveries=3&redelivery%5Borders.*%5D.redeliveryDelay=100");
        assertThat(new FolioConnectionFactory(factory.getUrl()).getClientID()).isEqualTo("me&you");
        factory.setClientID(null);
        assertThat(factory.getClientID()).isNull();
    }

    @Test
    @Checklist(2)
    void shouldRefuseABadSettingWhereItIsMade() {
        FolioConnectionFactory factory = new FolioConnectionFactory();
        assertThatThrownBy(() -> factory.setDurability("sometimes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting: key=durability, value=sometimes, accepted=process or group or power");
    }

    @Test
    @Checklist(3)
    void shouldOfferAllThreeStyles() throws JMSException {
        try (QueueConnection queues = factory().createQueueConnection("user", "password");
                TopicConnection topics = factory().createTopicConnection("user", "password");
                Connection any = factory().createConnection()) {
            assertThat(queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE))
                    .isInstanceOf(QueueSession.class);
            assertThat(topics.createTopicSession(true, Session.SESSION_TRANSACTED))
                    .isInstanceOf(TopicSession.class);
            assertThat(any.createSession().getTransacted()).isFalse();
        }
    }

    @Test
    @Checklist({4, 16})
    void shouldConnectWithAndWithoutCredentials() throws JMSException {
        FolioConnectionFactory factory = factory();
        factory.createConnection().close();
        factory.createConnection("user", "password").close();
        factory.createConnection(null, null).close();
        try (JMSContext plain = factory.createContext();
                JMSContext credentials = factory.createContext("user", "password");
                JMSContext mode = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
                JMSContext all = factory.createContext("user", "password", JMSContext.SESSION_TRANSACTED)) {
            assertThat(plain.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
            assertThat(credentials.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
            assertThat(mode.getSessionMode()).isEqualTo(JMSContext.CLIENT_ACKNOWLEDGE);
            assertThat(all.getTransacted()).isTrue();
        }
    }

    @ParameterizedTest
    @Checklist(4)
    @ValueSource(ints = {-1, 5, 99})
    void shouldRefuseAnUnknownSessionMode(int mode) throws JMSException {
        assertThatThrownBy(() -> factory().createContext(mode)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> connect().createSession(mode)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connect().createSession(false, mode)).isInstanceOf(JMSException.class);
        FolioContext context = context();
        assertThatThrownBy(() -> context.createContext(mode)).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    @Checklist(31)
    void shouldRefuseTheMethodsOfTheOtherDomain() throws JMSException {
        FolioConnection connection = closing((FolioConnection) factory().createQueueConnection());
        QueueSession queues = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> queues.createTopic("t")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.createTemporaryTopic()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.unsubscribe("s")).isInstanceOf(IllegalStateException.class);
        Topic topic = new FolioTopic("t");
        assertThatThrownBy(() -> queues.createDurableSubscriber(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.createDurableConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.createSharedConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queues.createConsumer(topic)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(topic, "s", null, null, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSharedConnectionConsumer(topic, "s", null, null, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSharedDurableConnectionConsumer(topic, "s", null, null, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(connection.createSession().createTopic("t")).isEqualTo(topic);
        assertThat(connection.createSession(true, 0).createConsumer(topic)).isNotNull();
        TopicSession topics = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(() -> topics.createQueue("q")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> topics.createTemporaryQueue()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> topics.createBrowser(queues.createQueue("q")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepTheStoreOpenForTheConnectionsThatRemain() throws JMSException {
        FolioConnection first = started();
        FolioConnection second = started();
        first.close();
        Session session = second.createSession();
        send(session, session.createQueue("q"), "still here");
        assertThat(next(session.createConsumer(session.createQueue("q")))).isEqualTo("still here");
    }

    @Test
    void shouldTellTheContextApiWithUncheckedExceptions() {
        FolioContext context = context();
        assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
    }
}
