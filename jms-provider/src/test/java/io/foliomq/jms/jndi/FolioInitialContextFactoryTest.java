package io.foliomq.jms.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.FolioConnectionFactory;
import io.foliomq.jms.FolioXAConnectionFactory;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.XAConnectionFactory;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.Test;

@Checklist(2)
class FolioInitialContextFactoryTest {
    private static Context context(String... pairs) throws NamingException {
        Hashtable<String, String> properties = new Hashtable<>();
        properties.put(Context.INITIAL_CONTEXT_FACTORY, FolioInitialContextFactory.class.getName());
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return new InitialContext(properties);
    }

    private static String url(Context context, String name) throws NamingException {
        return ((FolioConnectionFactory) context.lookup(name)).getUrl();
    }

    @Test
    void shouldBindConnectionFactoriesQueuesAndTopics() throws NamingException {
        Context context = context(
                "connectionFactory.jms/mq",
                "folio:/x?durability=power",
                "connectionfactory.small",
                "folio:y",
                "queue.orders",
                "app.orders",
                "topic.prices",
                "app.prices");
        assertThat(url(context, "jms/mq")).isEqualTo("folio:/x?durability=power");
        assertThat(url(context, "small")).isEqualTo("folio:y");
        assertThat(context.lookup("orders")).isEqualTo(new FolioQueue("app.orders"));
        assertThat(context.lookup("prices")).isEqualTo(new FolioTopic("app.prices"));
        assertThat(Collections.list(context.list("")))
                .extracting(NameClassPair::getName)
                .containsExactly("ConnectionFactory", "jms/mq", "orders", "prices", "small");
    }

    @Test
    void shouldBindTheProviderUrlAsConnectionFactory() throws NamingException {
        assertThat(url(context(Context.PROVIDER_URL, "folio:/data"), "ConnectionFactory"))
                .isEqualTo("folio:/data");
        assertThat(url(context(), "ConnectionFactory")).isEqualTo("folio:foliomq");
    }

    @Test
    void shouldReadTheOptionsOfDestinations() throws NamingException {
        Context context = context("queue.jobs", "app.jobs?consumer.exclusive=true");
        assertThat((FolioQueue) context.lookup("jobs"))
                .isEqualTo(new FolioQueue("app.jobs"))
                .extracting(FolioQueue::exclusiveness)
                .isEqualTo(FolioDestination.Exclusiveness.EXCLUSIVE);
        assertThat(context.lookup("dynamicQueues/q?consumer.exclusive=true")).isEqualTo(new FolioQueue("q"));
        assertThatThrownBy(() -> context.lookup("dynamicQueues/q?consumer.retroactive=true"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("retroactive");
    }

    @Test
    void shouldMakeDynamicDestinations() throws NamingException {
        assertThat(context().lookup("dynamicQueues/a/b")).isEqualTo(new FolioQueue("a/b"));
        assertThat(context().lookup("dynamicTopics/a")).isEqualTo(new FolioTopic("a"));
    }

    @Test
    void shouldFillPlaceholders() throws NamingException {
        Context context = context("dir", "/d", "connectionFactory.a", "folio:${dir}/${no.such.key:-mq}");
        assertThat(url(context, "a")).isEqualTo("folio:/d/mq");
        assertThatThrownBy(() -> context("queue.a", "${no.such.key}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("key=no.such.key");
    }

    @Test
    @Checklist(121)
    void shouldBindFactoriesForATransactionManager() throws Exception {
        Context context = context(
                "connectionFactory.only", "folio:/x?xa=true",
                "connectionFactory.first", "folio:/x?xa=true&durability=power",
                "connectionFactory.last", "folio:/x?durability=power&xa=true",
                "connectionFactory.not", "folio:/x?xa=false");
        assertThat(context.lookup("only")).isInstanceOf(XAConnectionFactory.class);
        assertThat(url(context, "only")).isEqualTo("folio:/x");
        for (String name : List.of("first", "last")) {
            assertThat(context.lookup(name)).isInstanceOf(XAConnectionFactory.class);
            assertThat(url(context, name)).isEqualTo("folio:/x?durability=power");
        }
        assertThat(context.lookup("not")).isNotInstanceOf(XAConnectionFactory.class);
        FolioXAConnectionFactory bound = (FolioXAConnectionFactory) context.lookup("last");
        Object again = new FolioObjectFactory().getObjectInstance(bound.getReference(), null, null, null);
        assertThat(again).isInstanceOf(FolioXAConnectionFactory.class).hasToString(bound.toString());
    }

    @Test
    void shouldSayWhatThereIs() throws NamingException {
        Context context = context("queue.orders", "o");
        assertThatThrownBy(() -> context.lookup("nothing"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> context("connectionFactory.a", "folio:x?nonsense=1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("key=nonsense");
        assertThatThrownBy(() -> context.bind("a", "b")).isInstanceOf(OperationNotSupportedException.class);
    }

    @Test
    void shouldNameThePropertyThatIsWrongAndNoPassword() {
        for (String url : List.of(
                "folio:x?password=secret&linger=x",
                "folio:x?password=secret&user=${nope}",
                "folio:x?password=secret&a")) {
            assertThatThrownBy(() -> context("connectionFactory.a", url))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("property: key=connectionFactory.a, ")
                    .hasMessageContaining("accepted=")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> context("queue.a", ""))
                .hasMessageContaining("property: key=queue.a, ")
                .hasMessageContaining("accepted=");
        assertThatThrownBy(() -> context("topic.", "a"))
                .hasMessageContaining("property: key=topic., ")
                .hasMessageContaining("accepted=topic.NAME");
    }
}
