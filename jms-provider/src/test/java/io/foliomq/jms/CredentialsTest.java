package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Users;
import io.foliomq.jms.jndi.FolioObjectFactory;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect to a store that has users. */
class CredentialsTest extends ProviderTest {
    @BeforeEach
    void addAUser() throws JMSException {
        factory().createConnection().close();
        users(users -> users.add("ann", "correct horse"));
    }

    private void users(Consumer<Users> change) {
        try (Store store = Store.open(StoreOptions.at(directory.resolve("store")))) {
            change.accept(store.users());
        }
    }

    @Test
    @Checklist(4)
    void shouldConnectTheUserInEveryForm() throws JMSException {
        FolioConnectionFactory factory = factory();
        factory.createConnection("ann", "correct horse").close();
        factory.createQueueConnection("ann", "correct horse").close();
        factory.createTopicConnection("ann", "correct horse").close();
        factory.createContext("ann", "correct horse").close();
        factory.createContext("ann", "correct horse", JMSContext.CLIENT_ACKNOWLEDGE)
                .close();
    }

    @Test
    @Checklist({4, 16})
    void shouldRefuseWhoeverIsNoneOrHasAnotherPassword() {
        FolioConnectionFactory factory = factory();
        assertThatThrownBy(() -> factory.createConnection("ann", "wrong"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessage("user or password is wrong: user=ann, store=" + directory.resolve("store"));
        assertThatThrownBy(() -> factory.createConnection("bob", "correct horse"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessage("user or password is wrong: user=bob, store=" + directory.resolve("store"));
        assertThatThrownBy(() -> factory.createQueueConnection("ann", null)).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createTopicConnection("", "")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createContext("ann", "wrong")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createContext("ann", "wrong", JMSContext.SESSION_TRANSACTED))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    @Checklist({4, 16})
    void shouldRefuseWhoeverGivesNoName() {
        FolioConnectionFactory factory = factory();
        assertThatThrownBy(factory::createConnection)
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("store has users and none is given");
        assertThatThrownBy(() -> factory.createConnection(null, null)).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(factory::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void shouldConnectWhoeverGivesNoNameWhereThatIsAllowed() throws JMSException {
        users(users -> users.allowAnonymous(true));
        factory().createConnection().close();
        assertThatThrownBy(() -> factory().createConnection("ann", "wrong")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldTakeTheUserOfTheFactory() throws Exception {
        factory("user=ann", "password=correct%20horse").createConnection().close();
        FolioConnectionFactory bean = factory();
        bean.setUser("ann");
        bean.setPassword("correct horse");
        bean.createContext().close();
        ((FolioConnectionFactory) new FolioObjectFactory().getObjectInstance(bean.getReference(), null, null, null))
                .createConnection()
                .close();
        assertThatThrownBy(() -> bean.createConnection("bob", "correct horse"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldSeeAChangeOfTheUsersAtOnce() throws JMSException {
        FolioConnectionFactory factory = factory("user=ann", "password=correct%20horse");
        try (var open = factory.createConnection()) {
            users(users -> users.changePassword("ann", "battery"));
            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
            assertThatCode(open::createSession).doesNotThrowAnyException();
        }
        factory().createConnection("ann", "battery").close();
    }

    @Test
    void shouldLetGoOfTheStoreThatRefused() {
        FolioConnectionFactory factory = factory();
        assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        // A store that is still open would keep the options of its first opening.
        try (Store store =
                Store.open(StoreOptions.at(directory.resolve("store")).withSendTimeoutMillis(77))) {
            assertThat(store.options().sendTimeoutMillis()).isEqualTo(77);
        }
    }

    @Test
    void shouldShowThePasswordNowhere() {
        FolioConnectionFactory factory = factory("user=ann", "password=hunter2");
        assertThat(factory.toString()).contains("user=ann").doesNotContain("hunter2");
        assertThat(factory.getUrl()).contains("user=ann").doesNotContain("hunter2");
        assertThat(factory.getSetting("password")).isNull();
        assertThat(factory.getUser()).isEqualTo("ann");
        assertThatThrownBy(factory::createConnection)
                .hasMessageContaining("user=ann")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://host?password=hunter2",
                "folio:x?password=hunter2&durability=sometimes",
                "folio:x?password=hunter2&password=hunter2",
                "folio:x?pass%77ord=hunter2&a=%zz",
                "folio:x?password=hunter2%zz",
                "folio:x?password=hunter2&nonsense=1",
                "folio:%zz?password=hunter2"
            })
    void shouldShowThePasswordInNoFailure(String url) {
        assertThatThrownBy(() -> new FolioConnectionFactory(url)).satisfies(failure -> {
            for (Throwable at = failure; at != null; at = at.getCause()) {
                assertThat(String.valueOf(at.getMessage())).doesNotContain("hunter2");
            }
        });
    }

    @Test
    @Checklist(96)
    void shouldSayWhoSentAMessageWhereThatIsAskedFor() throws JMSException {
        String[] asAnn = {"user=ann", "password=correct%20horse", "jms.populateJMSXUserID=true"};
        Session session = started(asAnn).createSession();
        Queue queue = session.createQueue("q");
        Message sent = session.createTextMessage("1");
        session.createProducer(queue).send(sent);
        assertThat(sent.getStringProperty("JMSXUserID")).isEqualTo("ann");
        Message received = session.createConsumer(queue, "JMSXUserID = 'ann'").receive(SOON);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("ann");
    }

    @Test
    @Checklist(96)
    void shouldSayWhoForwardedAMessageWithItsOtherProperties() throws JMSException {
        users(users -> users.add("bob", "battery"));
        Session ann = started("user=ann", "password=correct%20horse", "jms.populateJMSXUserID=true")
                .createSession();
        Session bob = started("user=bob", "password=battery", "jms.populateJMSXUserID=true")
                .createSession();
        Message sent = ann.createTextMessage("1");
        sent.setIntProperty("n", 7);
        ann.createProducer(ann.createQueue("q")).send(sent);
        bob.createProducer(bob.createQueue("r"))
                .send(bob.createConsumer(bob.createQueue("q")).receive(SOON));
        Message forwarded = ann.createConsumer(ann.createQueue("r")).receive(SOON);
        assertThat(forwarded.getStringProperty("JMSXUserID")).isEqualTo("bob");
        assertThat(forwarded.getIntProperty("n")).isEqualTo(7);
    }

    @Test
    void shouldSayNothingWhereItIsNotAskedFor() throws JMSException {
        Session session = started("user=ann", "password=correct%20horse").createSession();
        Message sent = session.createTextMessage("1");
        session.createProducer(session.createQueue("q")).send(sent);
        assertThat(sent.propertyExists("JMSXUserID")).isFalse();
    }
}
