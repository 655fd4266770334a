//! The words of which names are made, and the trades of the county.

/// The towns of the county. Their codes are 990101 and so on, which are given to nobody.
pub const TOWNS: [&str; 8] = ["城关镇", "望江镇", "石桥镇", "青禾镇", "松溪镇", "云岭乡", "白鹭乡", "茶山乡"];

/// First and second syllable of a name.
pub const SYLLABLES: [[&str; 32]; 2] = [
    [
        "云", "星", "青", "石", "松", "竹", "梅", "兰", "江", "湖", "林", "禾", "金", "银", "玉", "春", "夏", "秋",
        "冬", "晨", "晚", "清", "明", "安", "康", "和", "顺", "祥", "福", "宏", "远", "新",
    ],
    [
        "帆", "河", "田", "茶", "桥", "涛", "溪", "岚", "峰", "泉", "屿", "澜", "杉", "柏", "枫", "荷", "鹭", "雁",
        "鹿", "马", "牛", "燕", "鲤", "麦", "稻", "果", "窗", "灯", "砚", "笛", "舟", "亭",
    ],
];

/// A trade.
pub struct Trade {
    /// End of the name.
    pub word: &'static str,
    /// By GB/T 4754-2017.
    pub industry: &'static str,
    /// Library tags, sorted by bytes.
    pub tags: &'static [&'static str],
    /// Licence, or nothing.
    pub licence: &'static str,
    /// How often it occurs.
    pub weight: usize,
    /// Share of companies among those who follow it, per cent; the others are individual traders.
    pub companies: usize,
}

const fn trade(
    word: &'static str,
    industry: &'static str,
    tags: &'static [&'static str],
    licence: &'static str,
    weight: usize,
    companies: usize,
) -> Trade {
    Trade { word, industry, tags, licence, weight, companies }
}

const FOOD: &str = "食品经营许可证";
const CROWD: &[&str] = &["人员密集场所"];
const CROWD_FOOD: &[&str] = &["人员密集场所", "餐饮服务"];
const CROWD_LIFT: &[&str] = &["人员密集场所", "特种设备使用"];
const SELLS_FOOD: &[&str] = &["食品销售"];
const SERVES_FOOD: &[&str] = &["餐饮服务"];
const CHEMICAL: &[&str] = &["危险化学品"];
const FIREWORKS: &[&str] = &["烟花爆竹"];
const FACTORY: &[&str] = &["工贸"];

/// The trades of the county.
pub const TRADES: [Trade; 34] = [
    trade("食品店", "F5229", SELLS_FOOD, FOOD, 260, 10),
    trade("便利店", "F5213", SELLS_FOOD, FOOD, 220, 15),
    trade("超市", "F5212", CROWD, FOOD, 60, 60),
    trade("商场", "F5211", CROWD_LIFT, "", 30, 100),
    trade("粮油店", "F5221", SELLS_FOOD, FOOD, 80, 10),
    trade("药房", "F5251", &["药品零售"], "药品经营许可证", 110, 60),
    trade("五金店", "F5281", &[], "", 140, 10),
    trade("建材经营部", "F5287", &[], "", 120, 25),
    trade("服装店", "F5232", &[], "", 180, 5),
    trade("文具店", "F5241", &[], "", 70, 5),
    trade("加油站", "F5265", CHEMICAL, "危险化学品经营许可证", 24, 100),
    trade("化工商行", "F5169", CHEMICAL, "危险化学品经营许可证", 26, 90),
    trade("烟花爆竹专营店", "F5299", FIREWORKS, "烟花爆竹经营（零售）许可证", 34, 20),
    trade("酒楼", "H6210", CROWD_FOOD, FOOD, 90, 50),
    trade("快餐店", "H6220", SERVES_FOOD, FOOD, 200, 10),
    trade("面馆", "H6210", SERVES_FOOD, FOOD, 200, 3),
    trade("茶楼", "H6231", CROWD, FOOD, 50, 20),
    trade("宾馆", "H6110", CROWD_LIFT, "特种行业许可证", 50, 80),
    trade("旅馆", "H6129", CROWD, "特种行业许可证", 60, 30),
    trade("歌舞厅", "R9011", CROWD, "娱乐经营许可证", 24, 70),
    trade("网吧", "R9013", CROWD, "网络文化经营许可证", 22, 60),
    trade("影院", "R8760", CROWD_LIFT, "电影放映经营许可证", 6, 100),
    trade("浴室", "O8051", CROWD, "", 26, 30),
    trade("理发店", "O8040", &[], "", 150, 2),
    trade("汽车修理厂", "O8111", &[], "", 80, 40),
    trade("养老院", "Q8514", CROWD, "", 12, 70),
    trade("培训学校", "P8391", CROWD, "办学许可证", 30, 80),
    trade("家具厂", "C2110", FACTORY, "", 50, 80),
    trade("金属制品厂", "C3311", FACTORY, "", 50, 90),
    trade("砖瓦厂", "C3031", FACTORY, "", 24, 90),
    trade("食品加工厂", "C1399", &["工贸", "食品生产"], "食品生产许可证", 44, 90),
    trade("涂料厂", "C2641", CHEMICAL, "安全生产许可证", 10, 100),
    trade("种养专业合作社", "A0511", &[], "", 120, 100),
    trade("电梯维保公司", "O8199", &["特种设备维保"], "特种设备生产许可证", 6, 100),
];
