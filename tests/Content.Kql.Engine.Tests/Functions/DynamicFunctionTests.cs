namespace Content.Kql.Engine.Tests.Functions;

public sealed class DynamicFunctionTests
{
    [Theory]
    [InlineData("array_length(dynamic([1, 2, 3]))", "3")]
    [InlineData("array_length(dynamic([]))", "0")]
    [InlineData("array_length(parse_json('21'))", "null")]
    [InlineData("array_concat(dynamic([1, 2]), dynamic([3]))", "[1,2,3]")]
    [InlineData("array_concat(dynamic([1]), dynamic(null))", "[1]")]
    [InlineData("array_concat(dynamic(null), dynamic(null))", "null")]
    [InlineData("array_iff(dynamic([true,false,true]), dynamic([1,2,3]), dynamic([4,5,6]))", "[1,5,3]")]
    [InlineData("array_iff(dynamic([1,0,50]), 'yes', 'no')", "[\"yes\",\"no\",\"yes\"]")]
    [InlineData("array_iff(dynamic(['some string', null]), 1, 0)", "[null,null]")]
    [InlineData("array_iff(dynamic([true,true,true]), dynamic([1,2]), dynamic([3,4]))", "[1,2,null]")]
    [InlineData("array_index_of(dynamic(['this','is','an','example','an','example']), 'an')", "2")]
    [InlineData("array_index_of(dynamic(['this','is','an','example','an','example']), 'example', 1, 3)", "3")]
    [InlineData("array_index_of(dynamic(['this','is','an','example','an','example']), 'example', 1, 2)", "-1")]
    [InlineData("array_index_of(dynamic(['this','is','an','example','an','example']), 'an', 1, -1, 2)", "4")]
    [InlineData("array_index_of(dynamic(['this','is','an','example','an','example']), 'an', -3)", "4")]
    [InlineData("array_index_of(dynamic(['this','is']), 'is', 0, -2)", "null")]
    [InlineData("array_reverse(dynamic(['this','is','an']))", "[\"an\",\"is\",\"this\"]")]
    [InlineData("array_reverse(dynamic([]))", "[]")]
    [InlineData("array_reverse(dynamic(null))", "null")]
    [InlineData("array_rotate_left(dynamic([1,2,3,4,5]), 2)", "[3,4,5,1,2]")]
    [InlineData("array_rotate_left(dynamic([1,2,3,4,5]), -2)", "[4,5,1,2,3]")]
    [InlineData("array_rotate_left(dynamic([]), 2)", "[]")]
    [InlineData("array_rotate_right(dynamic([1,2,3,4,5]), 2)", "[4,5,1,2,3]")]
    [InlineData("array_rotate_right(dynamic([1,2,3,4,5]), -7)", "[3,4,5,1,2]")]
    [InlineData("array_rotate_right(dynamic(null), 1)", "null")]
    [InlineData("array_shift_left(dynamic([1,2,3,4,5]), 2)", "[3,4,5,null,null]")]
    [InlineData("array_shift_left(dynamic([1,2,3,4,5]), 2, -1)", "[3,4,5,-1,-1]")]
    [InlineData("array_shift_left(dynamic([1,2,3,4,5]), -2, -1)", "[-1,-1,1,2,3]")]
    [InlineData("array_shift_right(dynamic([1,2,3,4,5]), 2)", "[null,null,1,2,3]")]
    [InlineData("array_shift_right(dynamic([1,2,3]), 10, 0)", "[0,0,0]")]
    [InlineData("array_shift_right(dynamic(null), 1)", "null")]
    [InlineData("array_slice(dynamic([1,2,3]), 1, 2)", "[2,3]")]
    [InlineData("array_slice(dynamic([1,2,3,4,5]), 2, -1)", "[3,4,5]")]
    [InlineData("array_slice(dynamic([1,2,3,4,5]), -3, -2)", "[3,4]")]
    [InlineData("array_slice(dynamic([1,2]), 5, 9)", "[]")]
    [InlineData("array_split(dynamic([1,2,3,4,5]), 2)", "[[1,2],[3,4,5]]")]
    [InlineData("array_split(dynamic([1,2,3,4,5]), dynamic([1,3]))", "[[1],[2,3],[4,5]]")]
    [InlineData("array_split(dynamic([1,2,3]), -1)", "[[1,2],[3]]")]
    [InlineData("array_sum(dynamic([1,2,3]))", "6")]
    [InlineData("array_sum(dynamic([1,'a']))", "null")]
    [InlineData("array_sum(dynamic([]))", "0")]
    [InlineData("strcat_array(array_sort_asc(split('John,Paul,George,Ringo', ',')), ',')", "George,John,Paul,Ringo")]
    [InlineData("array_sort_asc(dynamic([3, null, 'b', 1.5, 'a', 2]))", "[1.5,2,3,\"a\",\"b\",null]")]
    [InlineData("array_sort_asc(dynamic([3, null, 1]), false)", "[null,1,3]")]
    [InlineData("array_sort_desc(dynamic([1,3,null,4,5,2]))", "[5,4,3,2,1,null]")]
    [InlineData("array_sort_desc(dynamic([]))", "[]")]
    [InlineData("array_sort_desc(dynamic(null))", "null")]
    [InlineData("zip(dynamic([1,3,5]), dynamic([2,4,6]))", "[[1,2],[3,4],[5,6]]")]
    [InlineData("zip(dynamic(['A', 1, 1.5]), dynamic([{}, 'B']))", "[[\"A\",{}],[1,\"B\"],[1.5,null]]")]
    [InlineData("zip(dynamic([]), dynamic([]))", "[]")]
    [InlineData("pack_array(1, 'a', 2.5)", "[1,\"a\",2.5]")]
    [InlineData("pack_array(int(null))", "[null]")]
    [InlineData("pack_array(dynamic([1]), 1h)", "[[1],\"01:00:00\"]")]
    [InlineData("range(1, 8, 3)", "[1,4,7]")]
    [InlineData("range(1, 3)", "[1,2,3]")]
    [InlineData("range(3, 1)", "[]")]
    [InlineData("range(1h, 5h)", "[\"01:00:00\",\"02:00:00\",\"03:00:00\",\"04:00:00\",\"05:00:00\"]")]
    [InlineData("range(datetime(2015-01-01), datetime(2015-01-02), 1d)", "[\"2015-01-01T00:00:00.0000000Z\",\"2015-01-02T00:00:00.0000000Z\"]")]
    [InlineData("array_length(range(1, 1000000000))", "1048576")]
    [InlineData("range(3, 1, -1)", "[3,2,1]")]
    [InlineData("repeat(1, 3)", "[1,1,1]")]
    [InlineData("repeat('a', 0)", "[]")]
    [InlineData("repeat(1, -1)", "null")]
    public void Arrays(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Fact]
    public void Sorting_several_arrays_gives_a_column_each()
    {
        var result = Print.Run("print array_sort_asc(dynamic([1,3,4,5,2]), dynamic(['a','b','c','d','e']), dynamic([1]))", null);
        Assert.True(result.Success, result.Error?.Message);
        Assert.Equal(3, result.Row.Columns.Length);
        var row = result.Rows.Single();
        Assert.Equal([1L, 2L, 3L, 4L, 5L], (object?[])row[0]!);
        Assert.Equal(["a", "e", "b", "c", "d"], (object?[])row[1]!);
        Assert.Null(row[2]);
    }

    [Fact]
    public void One_of_several_sorted_arrays_is_taken_by_index()
    {
        var result = Print.Run("datatable(t:datetime, c:string)[datetime(2019-07-15),'chmod', datetime(2019-07-02),'ls'] | summarize t = make_list(t), c = make_list(c) | project x = array_sort_asc(t, c)[1]", null);
        Assert.True(result.Success, result.Error?.Message);
        Assert.Equal(["ls", "chmod"], (object?[])result.Rows.Single()[0]!);
    }

    [Fact]
    public void Sorting_one_array_gives_the_array()
    {
        var result = Print.Run("datatable(a:dynamic)[dynamic([2,1])] | extend b = array_sort_asc(a) | project b", null);
        Assert.Equal([1L, 2L], (object?[])result.Rows.Single()[0]!);
    }

    [Theory]
    [InlineData("set_union(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8]))", "[1,2,4,8]")]
    [InlineData("set_union(dynamic(['A4','A2','A7','A2']), dynamic([]))", "[\"A4\",\"A2\",\"A7\"]")]
    [InlineData("set_union(dynamic(null), dynamic(null))", "null")]
    [InlineData("set_intersect(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([8,1]))", "[1]")]
    [InlineData("set_intersect(dynamic([1,2,3]), dynamic([4,5]))", "[]")]
    [InlineData("set_intersect(dynamic([{'a':1,'b':2}]), dynamic([{'b':2,'a':1}]))", "[{\"a\":1,\"b\":2}]")]
    [InlineData("set_difference(dynamic([1,2,1,4]), dynamic([1,2]), dynamic([1,2,8]))", "[4]")]
    [InlineData("set_difference(dynamic([1,2,3]), dynamic([1,2,3]))", "[]")]
    [InlineData("set_difference(dynamic([1,1]), dynamic([]))", "[1]")]
    [InlineData("set_equals(dynamic([1,2,2]), dynamic([2,1]))", "true")]
    [InlineData("set_equals(dynamic([1,2]), dynamic([1]))", "false")]
    [InlineData("set_equals(dynamic([]), dynamic([]))", "true")]
    [InlineData("set_has_element(dynamic(['this','is']), 'is')", "true")]
    [InlineData("set_has_element(dynamic([1, 2]), 3)", "false")]
    [InlineData("set_has_element(dynamic([]), 1)", "false")]
    [InlineData("jaccard_index(dynamic([1,2,3]), dynamic([1,2,3,4]))", "0.75")]
    [InlineData("jaccard_index(dynamic([1]), dynamic([2]))", "0.0")]
    [InlineData("jaccard_index(dynamic(null), dynamic([2]))", "null")]
    public void Sets(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Theory]
    [InlineData("bag_keys(dynamic({'a':'b', 'c':123}))", "[\"a\",\"c\"]")]
    [InlineData("bag_keys(dynamic({}))", "[]")]
    [InlineData("bag_keys(dynamic(null))", "null")]
    [InlineData("bag_has_key(dynamic({'key1':1,'key2':'abc'}), 'key2')", "true")]
    [InlineData("bag_has_key(dynamic({'key1':1,'key3':'abc'}), 'key2')", "false")]
    [InlineData("bag_has_key(dynamic({'key2':{'prop1':'abc'}}), '$.key2.prop1')", "true")]
    [InlineData("bag_merge(dynamic({'A1':12,'B1':2,'C1':3}), dynamic({'A2':81,'B2':82,'A1':1}))", "{\"A1\":12,\"B1\":2,\"C1\":3,\"A2\":81,\"B2\":82}")]
    [InlineData("bag_merge(dynamic(null), dynamic({'a':1}))", "{\"a\":1}")]
    [InlineData("bag_merge(dynamic(null), dynamic(null))", "null")]
    [InlineData("bag_remove_keys(dynamic({'key1':123,'key2':'abc'}), dynamic(['key2','key4']))", "{\"key1\":123}")]
    [InlineData("bag_remove_keys(dynamic({'key1':123,'key2':{'prop1':'abc','prop2':'xyz'},'key3':[100,200]}), dynamic(['$.key2.prop1','key3']))", "{\"key1\":123,\"key2\":{\"prop2\":\"xyz\"}}")]
    [InlineData("bag_remove_keys(dynamic(null), dynamic(['a']))", "null")]
    [InlineData("bag_set_key(dynamic({'key1':1,'key2':2}), 'key3', 3)", "{\"key1\":1,\"key2\":2,\"key3\":3}")]
    [InlineData("bag_set_key(dynamic({'key1':1,'key2':{'prop1':123,'prop2':'xyz'}}), '$.key2.prop1', 'abc')", "{\"key1\":1,\"key2\":{\"prop1\":\"abc\",\"prop2\":\"xyz\"}}")]
    [InlineData("bag_set_key(dynamic({'key1':123}), '$.key2.prop1', 'abc')", "{\"key1\":123,\"key2\":{\"prop1\":\"abc\"}}")]
    [InlineData("bag_zip(dynamic(['a','b','c']), dynamic([1,'2',3.4]))", "{\"a\":1,\"b\":\"2\",\"c\":3.4}")]
    [InlineData("bag_zip(dynamic(['a','b','c']), dynamic([1,'2']))", "{\"a\":1,\"b\":\"2\",\"c\":null}")]
    [InlineData("bag_zip(dynamic(['a',8,'b']), dynamic([1,'2',2.5]))", "{\"a\":1,\"b\":2.5}")]
    [InlineData("bag_zip(parse_json('a'), dynamic([1]))", "null")]
    [InlineData("bag_pack('Level', 'Information', 'ProcessID', 1234)", "{\"Level\":\"Information\",\"ProcessID\":1234}")]
    [InlineData("bag_pack('a', int(null))", "{\"a\":null}")]
    [InlineData("bag_pack('a', 1, 'b', 2, 'a', 3)", "{\"a\":3,\"b\":2}")]
    [InlineData("pack('a', 1)", "{\"a\":1}")]
    [InlineData("treepath(parse_json('{\"a\":\"b\", \"c\":123}'))", "[\"['a']\",\"['c']\"]")]
    [InlineData("treepath(parse_json('{\"prop1\":[1,2,3,4], \"prop2\":\"value2\"}'))", "[\"['prop1']\",\"['prop1'][0]\",\"['prop2']\"]")]
    [InlineData("treepath(parse_json('{\"listProperty\":[100,200,300,\"abcde\",{\"x\":\"y\"}]}'))", "[\"['listProperty']\",\"['listProperty'][0]\",\"['listProperty'][0]['x']\"]")]
    public void Bags(string expression, string expected) => Assert.Equal(expected, Print.Value(expression));

    [Fact]
    public void Columns_are_packed_with_their_names()
    {
        const string Table = "datatable(a:string, b:string, n:long)['x','',1, '','y',long(null)]";
        Assert.Equal(["{\"a\":\"x\",\"b\":\"\",\"n\":1}", "{\"a\":\"\",\"b\":\"y\",\"n\":null}"], Texts(Table + " | project x = tostring(pack_all())"));
        Assert.Equal(["{\"a\":\"x\",\"n\":1}", "{\"b\":\"y\"}"], Texts(Table + " | project x = tostring(pack_all(true))"));
        Assert.Equal(["{\"n\":1,\"a\":\"x\"}", "{\"n\":null,\"a\":\"\"}"], Texts(Table + " | project x = tostring(bag_pack_columns(n, a))"));
    }

    private static IEnumerable<object?> Texts(string query)
    {
        var result = Print.Run(query, null);
        Assert.True(result.Success, result.Error?.Message);
        return result.Rows.Select(row => row[0]);
    }
}
