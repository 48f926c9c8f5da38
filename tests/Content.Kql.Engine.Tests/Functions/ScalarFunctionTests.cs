namespace Content.Kql.Engine.Tests.Functions;

/// <summary>Conversions, conditions, hashes and bits.</summary>
public sealed class ScalarFunctionTests
{
    [Theory]
    [InlineData("tostring(123)", "123")]
    [InlineData("tostring(int(null))", "")]
    [InlineData("tostring(dynamic({'a':[1,'b']}))", "{\"a\":[1,\"b\"]}")]
    [InlineData("tostring(datetime(2020-01-02))", "2020-01-02T00:00:00.0000000Z")]
    [InlineData("tostring(1d)", "1.00:00:00")]
    [InlineData("tostring(true)", "true")]
    [InlineData("tolong('123')", "123")]
    [InlineData("tolong('abc')", "null")]
    [InlineData("tolong(2.9)", "2")]
    [InlineData("tolong('0x1F')", "31")]
    [InlineData("toint(2.3)", "2")]
    [InlineData("toint('')", "null")]
    [InlineData("toint(3000000000)", "null")]
    [InlineData("todouble('123.45')", "123.45")]
    [InlineData("todouble('x')", "null")]
    [InlineData("toreal(dynamic(5))", "5")]
    [InlineData("todecimal('123.45678')", "123.45678")]
    [InlineData("todecimal('x')", "null")]
    [InlineData("todecimal(7)", "7")]
    [InlineData("tobool('true')", "true")]
    [InlineData("tobool('x')", "null")]
    [InlineData("toboolean(0)", "false")]
    [InlineData("todatetime('2015-12-31 23:59:59.9')", "2015-12-31T23:59:59.9000000Z")]
    [InlineData("todatetime('x')", "null")]
    [InlineData("todatetime('')", "null")]
    [InlineData("totimespan('1.00:00:00')", "1.00:00:00")]
    [InlineData("totimespan('x')", "null")]
    [InlineData("totimespan('0.00:01:00') == 1m", "true")]
    [InlineData("toguid('70fc66f7-8279-44fc-9092-d364d70fce44')", "70fc66f7-8279-44fc-9092-d364d70fce44")]
    [InlineData("toguid('x')", "null")]
    [InlineData("toguid('')", "null")]
    [InlineData("isnull('')", "false")]
    [InlineData("isnull(int(null))", "true")]
    [InlineData("isnull(parse_json(''))", "true")]
    [InlineData("isnull(parse_json('[]'))", "false")]
    [InlineData("isnotnull(1)", "true")]
    [InlineData("isnotnull(long(null))", "false")]
    [InlineData("isnotnull('')", "true")]
    [InlineData("gettype('a')", "string")]
    [InlineData("gettype(111)", "long")]
    [InlineData("gettype(1 == 1)", "bool")]
    [InlineData("gettype(now())", "datetime")]
    [InlineData("gettype(1s)", "timespan")]
    [InlineData("gettype(parse_json('1'))", "int")]
    [InlineData("gettype(parse_json(' \"abc\" '))", "string")]
    [InlineData("gettype(parse_json(' {\"abc\":1} '))", "dictionary")]
    [InlineData("gettype(parse_json(' [1, 2, 3] '))", "array")]
    [InlineData("gettype(123.45)", "real")]
    [InlineData("gettype(guid(12e8b78d-55b4-46ae-b068-26d7a0080254))", "guid")]
    [InlineData("gettype(parse_json(''))", "null")]
    [InlineData("dynamic_to_json(dynamic({'B': [15, 13], 'A1': 12, 'A': {'d8': 5, 'c3': 1}}))", "{\"A\":{\"c3\":1,\"d8\":5},\"A1\":12,\"B\":[15,13]}")]
    [InlineData("dynamic_to_json('text')", "text")]
    [InlineData("dynamic_to_json(dynamic(null))", "")]
    public void Conversions(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Theory]
    [InlineData("iff(1 < 2, 'yes', 'no')", "yes")]
    [InlineData("iff(bool(null), 'yes', 'no')", "no")]
    [InlineData("iff(false, 1, 2.5)", "2.5")]
    [InlineData("iif(true, dynamic([1]), dynamic(null))", "[1]")]
    [InlineData("case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b")]
    [InlineData("case(1 > 2, 'a', bool(null), 'b', 'c')", "c")]
    [InlineData("case(true, long(null), 5)", "null")]
    [InlineData("coalesce(tolong('not a number'), tolong('42'), 33)", "42")]
    [InlineData("coalesce('', 'x')", "x")]
    [InlineData("coalesce(int(null), int(null))", "null")]
    [InlineData("assert(1 < 2, 'fine')", "true")]
    [InlineData("column_ifexists('none', 'fallback')", "fallback")]
    public void Conditions(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Fact]
    public void A_choice_is_made_row_by_row()
    {
        var result = Print.Run("datatable(a:long, s:string)[1,'x', long(null),'', 3,'z'] | project c = case(a == 1, 'one', a > 2, 'more', 'none'), d = coalesce(s, 'empty'), e = iff(isnull(a), real(null), a * 0.5)", null);
        Assert.Equal(["one", "none", "more"], result.Rows.Select(r => r[0]));
        Assert.Equal(["x", "empty", "z"], result.Rows.Select(r => r[1]));
        Assert.Equal([0.5, null, 1.5], result.Rows.Select(r => r[2]));
    }

    [Fact]
    public void A_failed_assertion_fails_the_query_with_its_message()
    {
        var error = Print.Error("assert(1 > 2, 'must hold')");
        Assert.Equal(QueryErrorKind.Failed, error.Kind);
        Assert.Contains("must hold", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash('World')", "1846988464401551951")]
    [InlineData("hash('World', 100)", "51")]
    [InlineData("hash(datetime(2015-01-01))", "1380966698541616202")]
    [InlineData("hash(long(null))", "null")]
    [InlineData("hash_xxhash64('World')", "1846988464401551951")]
    [InlineData("hash_xxhash64('Hello')", "753694413698530628")]
    [InlineData("hash_xxhash64('')", "-1205034819632174695")]
    [InlineData("hash_sha256('World')", "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524")]
    [InlineData("hash_sha256(datetime(2020-01-01))", "ba666752dc1a20eb750b0eb64e780cc4c968bc9fb8813461c1d7e750f302d71d")]
    [InlineData("hash_sha256('')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("hash_md5('World')", "f5a7924e621e84c9280a9a27e1bcb7f6")]
    [InlineData("hash_md5('')", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("hash_md5(int(null))", "")]
    [InlineData("hash_sha1('World')", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd")]
    [InlineData("hash_sha1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("hash_sha1(123) == hash_sha1('123')", "true")]
    public void Hashes(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Theory]
    [InlineData("binary_and(6, 3)", "2")]
    [InlineData("binary_and(1, long(null))", "null")]
    [InlineData("binary_and(-1, 5)", "5")]
    [InlineData("binary_or(6, 3)", "7")]
    [InlineData("binary_or(0, 0)", "0")]
    [InlineData("binary_or(long(null), 1)", "null")]
    [InlineData("binary_xor(1, 1)", "0")]
    [InlineData("binary_xor(1, 2)", "3")]
    [InlineData("binary_xor(int(null), 2)", "null")]
    [InlineData("binary_not(100)", "-101")]
    [InlineData("binary_not(-1)", "0")]
    [InlineData("binary_not(long(null))", "null")]
    [InlineData("binary_shift_left(1, 2)", "4")]
    [InlineData("binary_shift_left(1, 66)", "4")]
    [InlineData("binary_shift_left(1, -1)", "null")]
    [InlineData("binary_shift_right(1, 2)", "0")]
    [InlineData("binary_shift_right(-8, 1)", "-4")]
    [InlineData("binary_shift_right(8, -1)", "null")]
    [InlineData("bitset_count_ones(42)", "3")]
    [InlineData("bitset_count_ones(-1)", "64")]
    [InlineData("bitset_count_ones(long(null))", "null")]
    [InlineData("tohex(256)", "100")]
    [InlineData("tohex(-256)", "ffffffffffffff00")]
    [InlineData("tohex(toint(-256), 8)", "ffffff00")]
    [InlineData("tohex(256, 8)", "00000100")]
    [InlineData("tohex(256, 2)", "100")]
    [InlineData("tohex(long(null))", "")]
    public void Bits(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));
}
