package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FolioObjectMessageTest {
    private static final MessageFactory FACTORY = new MessageFactory();
    private static final String OWN_PACKAGE = FolioObjectMessageTest.class.getPackageName();
    private static final AtomicInteger GADGETS_RUN = new AtomicInteger();

    private final ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();

    enum Color {
        RED,
        BLUE {
            @Override
            public String toString() {
                return "blue";
            }
        }
    }

    record Order(String id, List<Item> items, Color color) implements Serializable {}

    record Item(String name, int count, BigDecimal price) implements Serializable {}

    /** What happens in here must not happen unless it is trusted. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream input) {
            GADGETS_RUN.incrementAndGet();
        }
    }

    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;

        final Node next;

        Node(Node next) {
            this.next = next;
        }
    }

    private interface Greeter extends Serializable {
        String greet();
    }

    private record Answer(String text) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return text;
        }
    }

    @AfterEach
    void restoreContextLoader() {
        Thread.currentThread().setContextClassLoader(contextLoader);
    }

    private static Order order() {
        return new Order("o1", new ArrayList<>(List.of(new Item("i", 2, BigDecimal.TEN))), Color.BLUE);
    }

    private static FolioObjectMessage received(Serializable object, String trusted) throws JMSException {
        return Wire.receive(FACTORY.createObjectMessage(object), ObjectPolicy.parse(trusted));
    }

    @Test
    @Checklist({97, 102})
    void shouldReadBackWhatWasSetWithoutAnyPolicy() throws JMSException {
        FolioObjectMessage message = FACTORY.createObjectMessage(order());
        assertThat(message.getObject()).isEqualTo(order()).isNotSameAs(message.getObject());
        message.setObject(null);
        assertThat(message.getObject()).isNull();
        message.setObject("text");
        assertThat(message.getObject()).isEqualTo("text");
    }

    @Test
    @Checklist({56, 102})
    void shouldKeepASnapshot() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        FolioObjectMessage message = FACTORY.createObjectMessage(list);
        list.add("b");
        assertThat(message.getObject()).isEqualTo(List.of("a"));
        ((List<?>) message.getObject()).clear();
        assertThat(message.getObject()).isEqualTo(List.of("a"));
    }

    @Test
    @Checklist(102)
    void shouldRefuseWhatCannotBeSerialised() throws JMSException {
        FolioObjectMessage message = FACTORY.createObjectMessage("before");
        ArrayList<Object> unserialisable = new ArrayList<>(List.of(new Object()));
        assertThatThrownBy(() -> message.setObject(unserialisable))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("java.lang.Object");
        assertThat(message.getObject()).isEqualTo("before");
        assertThatThrownBy(() -> FACTORY.createObjectMessage(unserialisable))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Checklist(102)
    void shouldReceiveATrustedObject() throws JMSException {
        assertThat(received(order(), OWN_PACKAGE + ",java.util,java.math").getObject())
                .isEqualTo(order());
        assertThat(received(order(), "*").getObject()).isEqualTo(order());
        assertThat(received(null, "").getObject()).isNull();
        assertThat(received(new Date(5), " java.util.* , ").getObject()).isEqualTo(new Date(5));
        assertThat(received(new Order[] {order(), null}, "*").getObject()).isEqualTo(new Order[] {order(), null});
        assertThat(received(
                                order(),
                                Order.class.getName().replace("$Order", "")
                                        + ",java.util.ArrayList,java.util.CollSer,java.math")
                        .getObject())
                .as("a class is trusted with the classes nested in it")
                .isEqualTo(order());
    }

    @Test
    @Checklist(102)
    void shouldReadNothingByDefault() throws JMSException {
        for (Serializable object :
                new Serializable[] {order(), "text", 5, new int[] {1}, new String[0], Color.RED, new Gadget()}) {
            FolioObjectMessage message = Wire.receive(FACTORY.createObjectMessage(object), ObjectPolicy.trustNothing());
            assertThatThrownBy(message::getObject)
                    .as(object.getClass().getName())
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining("not trusted")
                    .hasMessageContaining("setting=jms.trustedPackages");
        }
        assertThatThrownBy(received(order(), "")::getObject).hasMessageContaining("class=" + Order.class.getName());
        assertThatThrownBy(received("text", "")::getObject).hasMessageContaining("class=java.lang.String");
        assertThatThrownBy(received(new int[1], "")::getObject).hasMessageContaining("class=int[]");
        assertThat(GADGETS_RUN).hasValue(0);
    }

    @Test
    @Checklist(102)
    void shouldTrustValuesAsSoonAsAnythingIsTrusted() throws JMSException {
        for (Serializable value : new Serializable[] {
            "text", 5, 5L, 5d, 'c', true, new int[] {1}, new String[] {"a"}, new Integer[][] {{1}}
        }) {
            assertThat(received(value, "com.acme").getObject()).isEqualTo(value);
        }
    }

    @Test
    @Checklist(102)
    void shouldRunNothingOfAClassThatIsNotTrusted() throws JMSException {
        List<Serializable> hidden = List.of(
                new Gadget(),
                new ArrayList<>(List.of(new Gadget())),
                new Gadget[] {new Gadget()},
                new Gadget[][] {{new Gadget()}},
                new HashMap<>(Map.of("k", new Gadget())));
        for (Serializable object : hidden) {
            FolioObjectMessage message = received(object, "java.util,java.lang,com.acme," + OWN_PACKAGE + ".Other");
            assertThatThrownBy(message::getObject)
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining("class=" + Gadget.class.getName() + ",")
                    .hasMessageContaining("trusted=[java.util, java.lang, com.acme, ");
        }
        assertThat(GADGETS_RUN).hasValue(0);
    }

    @Test
    @Checklist(102)
    void shouldNotTakeAPrefixForAPackage() {
        ObjectPolicy policy = ObjectPolicy.parse("com.acme");
        assertThat(policy.trusts("com.acme.Order")).isTrue();
        assertThat(policy.trusts("com.acme.deep.Order")).isTrue();
        assertThat(policy.trusts("com.acme")).isTrue();
        assertThat(policy.trusts("com.acme$Nested")).isTrue();
        assertThat(policy.trusts("com.acmeevil.Order")).isFalse();
        assertThat(policy.trusts("com.acm")).isFalse();
        assertThat(policy.trusts("org.com.acme.Order")).isFalse();
        assertThat(policy.trusts("java.lang.Runtime")).isFalse();
        assertThat(ObjectPolicy.parse(" , ").trusts("java.lang.String")).isFalse();
    }

    @Test
    @Checklist(102)
    void shouldTrustTheInterfacesOfAProxy() throws JMSException {
        Greeter greeter = (Greeter) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Greeter.class}, new Answer("hello"));
        Greeter copy =
                (Greeter) received(greeter, OWN_PACKAGE + ",java.lang.reflect").getObject();
        assertThat(copy.greet()).isEqualTo("hello");
        assertThatThrownBy(received(greeter, "java.lang.reflect")::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Greeter.class.getName());
    }

    @Test
    @Checklist(102)
    void shouldLoadClassesByTheContextLoaderOfTheConsumer() throws Exception {
        URL classes = Order.class.getProtectionDomain().getCodeSource().getLocation();
        try (ChildFirstLoader consumer = new ChildFirstLoader(classes)) {
            FolioObjectMessage message = received(Color.RED, "*");
            Thread.currentThread().setContextClassLoader(consumer);
            Serializable read = message.getObject();
            assertThat(read.getClass().getClassLoader()).isSameAs(consumer);
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(message.getObject())
                    .as("falls back to the loader of the provider")
                    .isEqualTo(Color.RED);
            Thread.currentThread().setContextClassLoader(null);
            assertThat(message.getObject()).isEqualTo(Color.RED);
        }
    }

    /** Has its own version of the classes of this test. */
    private static final class ChildFirstLoader extends URLClassLoader {
        ChildFirstLoader(URL classes) {
            super(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
        }
    }

    @Test
    @Checklist(102)
    void shouldTellOfAClassThatIsNowhere() throws Exception {
        byte[] stream = serialise(new Gadget());
        byte[] renamed =
                new String(stream, "ISO-8859-1").replace("$Gadget", "$Nadget").getBytes("ISO-8859-1");
        FolioObjectMessage message = objectMessage(renamed, "*");
        assertThatThrownBy(message::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("$Nadget")
                .hasCauseInstanceOf(ClassNotFoundException.class);
        assertThat(message.isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Checklist({99, 102})
    void shouldBeReadOnlyWhenReceivedUntilCleared() throws JMSException {
        FolioObjectMessage message = Wire.receive(FACTORY.createObjectMessage("a"), ObjectPolicy.trustNothing());
        assertThatThrownBy(() -> message.setObject("b")).isInstanceOf(MessageNotWriteableException.class);
        message.clearBody();
        assertThat(message.getObject()).isNull();
        message.setObject("b");
        assertThat(message.getObject()).as("set here, so trusted").isEqualTo("b");
        assertThatThrownBy(Wire.receive(message, ObjectPolicy.trustNothing())::getObject)
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    @Checklist(102)
    void shouldForwardWhatItMayNotRead() throws JMSException {
        FolioObjectMessage message = FACTORY.createObjectMessage(order());
        FolioObjectMessage unread = Wire.receive(message, ObjectPolicy.trustNothing());
        assertThat(Wire.encode(unread)).isEqualTo(Wire.encode(message));
    }

    @Test
    void shouldLimitTheDepthOfWhatWasReceived() throws JMSException {
        assertThat(received(chain(100), OWN_PACKAGE).getObject()).isInstanceOf(Node.class);
        assertThatThrownBy(received(chain(300), OWN_PACKAGE)::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("REJECTED");
        assertThatCode(() -> FACTORY.createObjectMessage(chain(300)).getObject())
                .doesNotThrowAnyException();
    }

    private static Node chain(int length) {
        Node node = null;
        for (int i = 0; i < length; i++) {
            node = new Node(node);
        }
        return node;
    }

    @Test
    void shouldNotAllocateWhatAStreamOnlyClaims() throws Exception {
        byte[] stream = serialise(new byte[] {1, 2, 3});
        int length = indexOf(stream, new byte[] {0, 0, 0, 3, 1, 2, 3});
        stream[length] = 0x7F;
        assertThatThrownBy(objectMessage(stream, "*")::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("REJECTED");
        byte[] list = serialise(new ArrayList<>(List.of("x")));
        int size = indexOf(list, new byte[] {0, 0, 0, 1, 'w', 4, 0, 0, 0, 1});
        list[size] = 0x7F;
        list[size + 6] = 0x7F;
        assertThatThrownBy(objectMessage(list, "*")::getObject).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldTellOfBytesThatAreNoObject() throws Exception {
        for (byte[] bytes :
                new byte[][] {{1}, {(byte) 0xAC, (byte) 0xED, 0, 5}, Arrays.copyOf(serialise(order()), 60)}) {
            FolioObjectMessage message = objectMessage(bytes, "*");
            assertThatThrownBy(message::getObject)
                    .isInstanceOf(MessageFormatException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(message.isBodyAssignableTo(String.class)).isFalse();
        }
    }

    private static byte[] serialise(Serializable object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static FolioObjectMessage objectMessage(byte[] stream, String trusted) throws CorruptMessageException {
        byte[] payload = new byte[PayloadDescriptor.FIXED_LENGTH + stream.length];
        payload[PayloadDescriptor.FORMAT_OFFSET] = PayloadDescriptor.FORMAT;
        payload[PayloadDescriptor.PRESENCE_OFFSET] = PayloadDescriptor.HAS_BODY;
        System.arraycopy(stream, 0, payload, PayloadDescriptor.FIXED_LENGTH, stream.length);
        return (FolioObjectMessage) Wire.decode(MessageKind.OBJECT, payload, ObjectPolicy.parse(trusted));
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
