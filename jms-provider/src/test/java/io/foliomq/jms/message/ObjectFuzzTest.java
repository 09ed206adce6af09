package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.testing.Fuzz;
import io.foliomq.engine.testing.Mutations;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of objects that somebody made up: nothing of a class that is not trusted runs, whatever wraps it. */
class ObjectFuzzTest {
    private static final long MOST_BYTES = 8 << 20;
    private static final int LEAST_ACCEPTED_PERCENT = 10;
    private static final AtomicInteger RUN = new AtomicInteger();
    private static final ObjectPolicy POLICY =
            ObjectPolicy.parse("java.util," + ObjectFuzzTest.class.getName() + "$Plain");

    record Plain(String name, Object inside) implements Serializable {}

    static final class ReadsObject implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream input) {
            RUN.incrementAndGet();
        }
    }

    static final class Resolves implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            RUN.incrementAndGet();
            return "resolved";
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;

        public External() {
            RUN.incrementAndGet();
        }

        @Override
        public void writeExternal(ObjectOutput output) {}

        @Override
        public void readExternal(ObjectInput input) {
            RUN.incrementAndGet();
        }
    }

    static class Validating implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            RUN.incrementAndGet();
        }
    }

    record Invoked() implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            RUN.incrementAndGet();
            return 0;
        }
    }

    enum Constant {
        ONE
    }

    private interface SerializableComparator extends Comparator<String>, Serializable {}

    static List<Object> gadgets() {
        SerializableComparator lambda = (a, b) -> RUN.incrementAndGet();
        PriorityQueue<String> sorted = new PriorityQueue<>(lambda);
        sorted.add("a");
        sorted.add("b");
        Object proxy = Proxy.newProxyInstance(
                ObjectFuzzTest.class.getClassLoader(), new Class<?>[] {Comparator.class}, new Invoked());
        return List.of(
                new ReadsObject(),
                new Resolves(),
                new External(),
                new Validating(),
                Constant.ONE,
                lambda,
                sorted,
                proxy,
                ReadsObject.class,
                new ReadsObject[1],
                new Object[][] {{new Resolves()}},
                Constant.class);
    }

    private static List<Object> wrapped(Object gadget) {
        HashMap<Object, Object> map = new HashMap<>(Map.of("key", gadget));
        return List.of(
                gadget,
                new Plain("p", gadget),
                new ArrayList<>(List.of(gadget)),
                map,
                new Object[] {"x", gadget},
                new Plain("p", new Plain("q", map)));
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldRunNothingOfAGadgetWhereverItIs() throws IOException {
        for (Object object : gadgets().stream()
                .map(ObjectFuzzTest::wrapped)
                .flatMap(List::stream)
                .toList()) {
            byte[] bytes = written(object);
            RUN.set(0);
            assertThatThrownBy(() -> ObjectReader.read(bytes, 0, bytes.length, POLICY))
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining("not trusted");
            assertThat(RUN).hasValue(0);
        }
    }

    @Test
    void shouldReadOrRefuseWhateverTheStreamIs() throws IOException {
        List<byte[]> streams = new ArrayList<>();
        for (Object gadget : gadgets()) {
            for (Object object : wrapped(gadget)) {
                streams.add(written(object));
            }
        }
        RUN.set(0);
        List<byte[]> trusted = trusted();
        new Fuzz("objects", MOST_BYTES)
                .run(LEAST_ACCEPTED_PERCENT, mutations -> stream(trusted, streams, mutations), input -> {
                    boolean read = isRead(input);
                    assertThat(RUN).hasValue(0);
                    return read;
                });
    }

    private static List<byte[]> trusted() throws IOException {
        return List.of(
                written(new Plain("p", new ArrayList<>(List.of("a", 1, 2L, new Plain("q", null))))),
                written(new HashMap<>(Map.of("a", new int[] {1, 2}, "b", new String[][] {{"c"}}))),
                written("x".repeat(2_000)));
    }

    /** What is trusted changes in a byte only, else little of it would be read. */
    private static byte[] stream(List<byte[]> trusted, List<byte[]> others, Mutations mutations) {
        Random random = mutations.random();
        if (random.nextBoolean()) {
            return mutations.changeAndResize(others.get(random.nextInt(others.size())));
        }
        byte[] changed = trusted.get(random.nextInt(trusted.size())).clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        return changed;
    }

    private static boolean isRead(byte[] input) {
        try {
            Object object = ObjectReader.read(input, 0, input.length, POLICY);
            if (object instanceof ObjectStreamClass description) {
                // Which makes nothing.
                String element = description.getName().replaceFirst("^\\[+L(.*);$", "$1");
                assertThat(element.matches("\\[*[A-Za-z]+") || POLICY.trusts(element))
                        .as(element)
                        .isTrue();
            } else if (object != null) {
                requireTrusted(object.getClass());
            }
            return true;
        } catch (MessageFormatException e) {
            return false;
        }
    }

    /** A proxy is as good as its interfaces. */
    private static void requireTrusted(Class<?> type) {
        if (Proxy.isProxyClass(type)) {
            assertThat(type.getInterfaces())
                    .allSatisfy(each -> assertThat(each.getName()).startsWith("java.util."));
        } else {
            assertThat(type.getName()).matches("java\\.(util|lang)\\..*|\\[.*|.*\\$Plain");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.utilevil.Gadget",
                "java.utils.ArrayList",
                "javaxutil.ArrayList",
                "Java.util.ArrayList",
                "java/util/ArrayList",
                "java.uti\u0131.ArrayList",
                " java.util.ArrayList",
                "evil.java.util.ArrayList",
                "java.lang.Runtime",
                "java.lang.ProcessBuilder",
                "java.lang.invoke.SerializedLambda",
                "java.lang.String$Evil",
                ""
            })
    void shouldTrustNoNameThatOnlyLooksLikeOneOfATrustedPackage(String name) {
        assertThat(ObjectPolicy.parse("java.util").trusts(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "java.util.",
                "java.util..",
                ".java.util",
                "java",
                "java.",
                "j",
                "*.util",
                "java.*.ArrayList",
                "$",
                "java.util.Array",
                "**"
            })
    void shouldTrustNothingMoreByAnEntryThatNamesNoPackage(String entry) {
        boolean isPackageAbove = entry.equals("java");
        assertThat(ObjectPolicy.parse(entry).trusts("java.util.ArrayList")).isEqualTo(isPackageAbove);
        assertThat(ObjectPolicy.parse(entry).trusts("evil.Gadget")).isFalse();
    }
}
