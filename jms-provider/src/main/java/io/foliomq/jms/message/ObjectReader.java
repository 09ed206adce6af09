package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object from a serialization stream. Each class is checked by its name before it is loaded; classes come from the
 * context class loader of the thread that asks, which is the consumer's, and else from the one that loaded this class. A stream
 * that is not trusted cannot nest deeply nor ask for more memory than its own length justifies.
 */
final class ObjectReader extends ObjectInputStream {
    private static final int MAX_DEPTH = 200;
    /** A hash table is up to some times larger than the elements in the stream. */
    private static final int MAX_GROWTH = 4;

    private static final int SMALL_ARRAY = 1024;

    /** Null for a stream that this message itself has written. */
    private final @Nullable ObjectPolicy policy;

    private ObjectReader(byte[] bytes, int start, int end, @Nullable ObjectPolicy policy) throws IOException {
        super(new ByteArrayInputStream(bytes, start, end - start));
        this.policy = policy;
    }

    /**
     * Reads an object.
     *
     * @throws MessageFormatException if anything goes wrong; it names the class that is not trusted, if that is it.
     */
    static @Nullable Serializable read(byte[] bytes, int start, int end, @Nullable ObjectPolicy policy)
            throws MessageFormatException {
        try (ObjectReader reader = new ObjectReader(bytes, start, end, policy)) {
            if (policy != null) {
                reader.setObjectInputFilter(limits(end - start));
            }
            Object object = reader.readObject();
            if (policy != null && policy.trustsNothing()) {
                // A string or an array of numbers, whose streams name no class of anybody.
                throw notTrusted(object == null ? "null" : object.getClass().getTypeName(), policy);
            }
            return (Serializable) object;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            MessageFormatException failure =
                    new MessageFormatException("object is not read: " + (e.getMessage() == null ? e : e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    private static ObjectInputFilter limits(int length) {
        long maxArray = SMALL_ARRAY + (long) MAX_GROWTH * length;
        return info -> info.depth() > MAX_DEPTH || info.arrayLength() > maxArray || info.references() > length
                ? ObjectInputFilter.Status.REJECTED
                : ObjectInputFilter.Status.UNDECIDED;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        requireTrusted(name);
        Class<?> found = find(name);
        return found != null ? found : super.resolveClass(description);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        Class<?>[] classes = new Class<?>[interfaces.length];
        for (int i = 0; i < interfaces.length; i++) {
            requireTrusted(interfaces[i]);
            Class<?> found = find(interfaces[i]);
            if (found == null) {
                throw new ClassNotFoundException(interfaces[i]);
            }
            classes[i] = found;
        }
        ClassLoader loader = classes.length == 0 ? null : classes[0].getClassLoader();
        Object proxy = Proxy.newProxyInstance(loader, classes, (self, method, arguments) -> null);
        return proxy.getClass();
    }

    private static @Nullable Class<?> find(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Class<?> found = context == null ? null : find(name, context);
        return found != null ? found : find(name, ObjectReader.class.getClassLoader());
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private void requireTrusted(String name) throws InvalidClassException {
        String element = elementName(name);
        if (policy != null && element != null && !policy.trusts(element)) {
            throw notTrusted(element, policy);
        }
    }

    private static InvalidClassException notTrusted(String className, ObjectPolicy policy) {
        return new InvalidClassException(
                "class=" + className + ", reason=not trusted, setting=" + ObjectPolicy.SETTING + ", trusted=" + policy);
    }

    /** The class in an array's name, the name itself if it is no array's, null for primitives. */
    private static @Nullable String elementName(String name) {
        int dimensions = name.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return isPrimitive(name) ? null : name;
        }
        return name.charAt(dimensions) == 'L' ? name.substring(dimensions + 1, name.length() - 1) : null;
    }

    private static boolean isPrimitive(String name) {
        return switch (name) {
            case "boolean", "byte", "char", "short", "int", "long", "float", "double", "void" -> true;
            default -> false;
        };
    }
}
