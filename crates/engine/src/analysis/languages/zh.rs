//! Chinese, Traditional and Simplified in one normal form: characters fold to the simplified one, and words are found as overlapping pairs
//! of characters, so that no dictionary has to be shipped.

use super::super::character::Class;
use super::super::list::WordList;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["zh", "yue", "cmn", "wuu", "hak", "nan"],
    scripts: &[Class::Han],
    glue: usual_glue,
    respell: unchanged,
    stem: unchanged,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/zh.txt"),
};

/// Particles and pronouns of one character, which mark every pair they stand in, and question words and the like of two.
const FUNCTION_WORDS: &str = "一下 一个 不是 么 了 什么 他 你 其他 几个 到底 可以 可否 可能 吗 吧 呀 呢 哪 哪个 哪些 哪儿 哪里 啊 嘛 多少 她 如何 如果 它 应该 怎么 怎样 您 想要 我 我们 时候 是不 是什 是否 \
    有什 有没 有没有 没有 的 知道 能否 能够 要如 要怎 该如 该怎 请问 谢谢 这 这个 这些 那 那个 那些 需要";

pub(super) const SYNONYMS: &str = "退款, 退钱, 返还
登录, 登入, 登陆
登出, 退出, 注销登录
注册, 开户, 创建账户
取消, 撤销
运费, 邮费, 配送费
配送, 送货, 快递, 物流, 寄送
包裹, 快件
付款, 支付, 付费
价格, 价钱, 费用, 收费
购买, 买
订单, 订购
发票, 收据
优惠, 折扣, 优惠券, 优惠码
电子邮件, 邮件, 邮箱, 电邮
电话, 手机
联系, 联络
客服, 客户服务, 支持
修改, 更改, 变更, 更新
删除, 移除
账号, 账户
密码, 口令
损坏, 破损, 坏了
故障, 问题, 错误
丢失, 遗失
延迟, 延误
退货, 退回
换货, 更换
保修, 质保
双重验证, 两步验证, 2fa
会员, 订阅
设置, 设定
图片, 照片
下载, 保存
应用, 应用程序, app
信用卡, 银行卡
营业时间, 开放时间
免费, 不收费
安全, 保障
验证, 认证, 确认
软件, 软体
网络, 网路, 互联网
视频, 影片
信息, 资讯, 资料";
